import TrackingLog

/// Looks up descriptions of failed rows, each only once.
struct DescriptionReader {
    private struct Key: Hashable {
        var description: UInt32
        /// The status, which counts in place of an empty description.
        var status: Status
    }

    private var known: [Key: ReasonMatch] = [:]

    /// The match of a failed row's description; none for other rows.
    mutating func match(_ row: FoundRow, _ found: borrowing FoundRows) -> ReasonMatch {
        guard row.status.isRefusal else { return .none }
        let key = Key(description: row.description, status: row.status)
        if let match = known[key] { return match }
        let match = ReasonCatalogue.standard.match(found.text(row.description) ?? row.status.name)
        known[key] = match
        return match
    }
}
