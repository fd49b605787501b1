import TrackingLog

/// Reads what failed rows say, each description once: a message to very many devices has few.
struct DescriptionReader {
    private struct Key: Hashable {
        var description: UInt32
        /// Which an empty description reads as.
        var status: Status
    }

    private var known: [Key: ReasonMatch] = [:]

    /// What the catalogue knows of a failed row's description; of no other row's.
    mutating func match(_ row: FoundRow, _ found: borrowing FoundRows) -> ReasonMatch {
        guard row.status.isRefusal else { return .none }
        let key = Key(description: row.description, status: row.status)
        if let match = known[key] { return match }
        let match = ReasonCatalogue.standard.match(found.text(row.description) ?? row.status.name)
        known[key] = match
        return match
    }
}
