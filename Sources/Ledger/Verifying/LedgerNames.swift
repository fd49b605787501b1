import TrackingLog
import TransparencyLog

/// The paths of a ledger's files at all its sizes, and of the files of its next night.
struct LedgerNames {
    private let size: Int
    private let entries: Set<String>
    /// The next night to be sealed; nil if it could be any.
    private let next: Day?

    init(_ ledger: LedgerAudit) {
        size = ledger.checkpoint?.size ?? 0
        entries = Set(
            ledger.nights.flatMap { night in
                let day = night.day
                return [
                    ArchivePath.zip(day), ArchivePath.manifest(day), ArchivePath.salts(day), ArchivePath.index(day),
                ]
                    + (night.erasure == nil ? [] : [ArchivePath.erased(day)])
            } + ledger.erasures.map { ArchivePath.erasure($0.index) })
        next = ledger.nights.last?.day.adding(days: 1)
    }

    /// Whether a path is a file of the ledger.
    func contains(_ path: String) -> Bool { entries.contains(path) || Self.isOfLedger(path, size: size) }

    /// Whether a run that was stopped may have been writing a file of this path.
    func mayBeWritten(_ path: String) -> Bool {
        if contains(path) || path == ArchivePath.erasing || Self.isOfLedger(path, size: size + 1) { return true }
        let day =
            ArchivePath.day(zip: path) ?? ArchivePath.day(manifest: path) ?? ArchivePath.day(salts: path)
            ?? ArchivePath.day(index: path)
        guard let day else { return false }
        return next == nil || day == next
    }

    private static func isOfLedger(_ path: String, size: Int) -> Bool {
        if path == ArchivePath.checkpoint || path == ArchivePath.lock { return true }
        if let signed = ArchivePath.size(timestamp: path) { return signed <= size }
        let begin = ArchivePath.ledger + "/"
        guard path.hasPrefix(begin), let place = Tiles.Place(path: String(path.dropFirst(begin.count))) else {
            return false
        }
        return place.minimumSize <= size
    }
}
