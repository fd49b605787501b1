import TrackingLog

/// The names of the files that a ledger has, those of its earlier sizes among them, and of those that its next night is
/// written to.
struct LedgerNames {
    private let size: Int
    private let nights: Set<String>
    /// The night that would be sealed next; nil where it could be any.
    private let next: Day?

    init(_ ledger: LedgerAudit) {
        size = ledger.checkpoint?.size ?? 0
        nights = Set(ledger.manifests.flatMap { [$0.archive, ArchivePath.manifest($0.day)] })
        next = ledger.manifests.last?.day.adding(days: 1)
    }

    /// Whether a path is that of a file which belongs to the ledger.
    func contains(_ path: String) -> Bool { nights.contains(path) || Self.isOfLedger(path, size: size) }

    /// Whether a run that was stopped may have been about to write a file of this path.
    func mayBeWritten(_ path: String) -> Bool {
        if contains(path) || Self.isOfLedger(path, size: size + 1) { return true }
        guard let day = ArchivePath.day(zip: path) ?? ArchivePath.day(manifest: path) else { return false }
        return next == nil || day == next
    }

    private static func isOfLedger(_ path: String, size: Int) -> Bool {
        if path == ArchivePath.checkpoint || path == ArchivePath.lock { return true }
        if let signed = ArchivePath.size(timestamp: path) { return signed <= size }
        let begin = ArchivePath.ledger + "/"
        guard path.hasPrefix(begin), let place = Tiles.Place(path: String(path.dropFirst(begin.count))) else {
            return false
        }
        return place.leastSize <= size
    }
}
