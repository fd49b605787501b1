import Durability
import Glibc
import TrackingLog
import TransparencyLog

/// An erasure whose new files stand beside the old ones, until the ledger has its entry.
///
/// The file `ledger/erasing` says so from before the first of them is written until the last one has taken its place:
///
/// ```
/// pushtrail.erasing/1
/// size 366
/// 2026-11-20
/// 2026-11-21
/// ```
///
/// The size is the number of entries before the erasure: a ledger with more has it. The days are the nights whose files are
/// replaced. Where a stopped run left an erasure that is in the ledger, the next run puts the files into their places;
/// otherwise it removes them, and a file without days stays as a sign that somebody is not forgotten yet.
struct StagedErasure: Hashable, Sendable {
    private static let header = "pushtrail.erasing/1"
    /// What the names of new files end in while the old ones stand.
    static let suffix = ".erasing"

    /// The number of the ledger's entries before it.
    let size: Int
    /// The nights whose files it replaces; empty once they were removed.
    let days: [Day]

    /// Whether a ledger has it.
    ///
    /// - Parameter size: the number of the ledger's entries.
    func isPublished(in size: Int) -> Bool { !days.isEmpty && size > self.size }

    /// The paths, in an archive, of a night's files that an erasure replaces; the zip, by which a reader can see that there
    /// is more to come, is the last one.
    static func files(of day: Day) -> [String] {
        [ArchivePath.salts(day), ArchivePath.erased(day), ArchivePath.index(day), ArchivePath.zip(day)]
    }

    // MARK: - Settling what a stopped run left

    /// Ends, or removes, what a stopped run left. The caller holds the archive's lock.
    static func settle(in archive: String, _ ledger: LedgerState) throws(LedgerError) {
        guard let staged = try read(in: archive), !staged.days.isEmpty else { return }
        let size = ledger.checkpoint.size
        // What was copied here from elsewhere may be of another time.
        if staged.isPublished(in: size), Erasure.isLikely(ledger.entries[staged.size]) {
            try staged.finish(in: archive, ledger.nights())
        } else {
            try staged.remove(from: archive, size: size)
        }
    }

    /// Puts the new files into their places.
    ///
    /// - Parameter nights: the nights, as the ledger has them now.
    func finish(in archive: String, _ nights: [LedgerNight]) throws(LedgerError) {
        for day in days {
            guard let night = nights.first(where: { $0.day == day }) else { continue }
            if try Self.isNew(night, in: archive) {
                try Self.replaceFiles(of: day, in: archive)
            } else {
                try Self.removeFiles(of: day, from: archive)
            }
        }
        try Self.end(in: archive)
    }

    /// Whether the zip beside a night's zip is the one that the ledger has; no if that one is in its place already.
    private static func isNew(_ night: LedgerNight, in archive: String) throws(LedgerError) -> Bool {
        let zip = "\(archive)/\(ArchivePath.zip(night.day))"
        func isIt(_ path: String) throws(FileError) -> Bool {
            guard FileKind(at: path) == .file else { return false }
            let file = try OpenFile(path)
            guard file.size == night.zipBytes else { return false }
            return try FileHash.of(file, named: path).hash == night.zipHash
        }
        do throws(FileError) {
            if try isIt(zip + suffix) { return true }
            if try isIt(zip) { return false }
        } catch {
            throw .file(error)
        }
        throw .contradiction("neither \(zip) nor \(zip + suffix) is the zip that the ledger has")
    }

    private static func replaceFiles(of day: Day, in archive: String) throws(LedgerError) {
        try LedgerError.wrapping { () throws(FileError) in
            let files = files(of: day).map { "\(archive)/\($0)" }
            for file in files {
                // By the zip it is known what is in its place: the others have to be there before it, and durably.
                if file == files.last { try AtomicFile.syncFolder(of: file) }
                guard rename(file + suffix, file) == 0 || errno == ENOENT else {
                    throw FileError(path: file, doing: "replace", code: errno)
                }
            }
            try AtomicFile.syncFolder(of: files[0])
        }
    }

    /// Removes the new files, and entries that no checkpoint signs.
    private func remove(from archive: String, size: Int) throws(LedgerError) {
        for day in days { try Self.removeFiles(of: day, from: archive) }
        try Self.removeEntries(from: archive, size: size)
        try StagedErasure(size: size, days: []).write(in: archive)
    }

    /// Removes tiles and erasures that are no part of the ledger.
    private static func removeEntries(from archive: String, size: Int) throws(LedgerError) {
        let ledger = "\(archive)/\(ArchivePath.ledger)"
        for path in ArchiveFiles(ledger).paths {
            let target = ArchiveFiles.target(ofTemporary: path) ?? path
            let isTile = Tiles.Place(path: target).map { $0.minimumSize > size } ?? false
            let isEntry = ArchivePath.index(erasure: "\(ArchivePath.ledger)/\(target)").map { $0 >= size } ?? false
            if isTile || isEntry { try unlink("\(ledger)/\(path)") }
        }
    }

    /// Removes the new files of a night, and their temporary ones.
    private static func removeFiles(of day: Day, from archive: String) throws(LedgerError) {
        let folder = "\(archive)/\(ArchivePath.folder(day))"
        for name in ArchiveFiles(folder).paths where name.hasPrefix("\(day).") {
            guard name.hasSuffix(suffix) || ArchiveFiles.target(ofTemporary: name)?.hasSuffix(suffix) ?? false else {
                continue
            }
            try unlink("\(folder)/\(name)")
        }
    }

    /// Removes what a nightly run left of the next night that was stopped before its checkpoint, but for the salts.
    ///
    /// The zip holds whom its rows are about. The next nightly run makes all of it again, from the store.
    ///
    /// - Parameters:
    ///   - day: the night after the last one.
    ///   - archive: the archive's folder, whose lock the caller holds.
    ///   - size: the number of the ledger's entries.
    static func removeUnfinishedNight(_ day: Day, from archive: String, size: Int) throws(LedgerError) {
        let files = [ArchivePath.manifest(day), ArchivePath.index(day), ArchivePath.zip(day)].map { "\(archive)/\($0)" }
        let folder = FilePlace.folder(of: files[0])
        for name in ArchiveFiles(folder).paths {
            let path = "\(folder)/\(name)"
            if files.contains(ArchiveFiles.target(ofTemporary: path) ?? path) { try unlink(path) }
        }
        try LedgerError.wrapping { () throws(FileError) in try AtomicFile.syncFolder(of: files[0]) }
        try removeEntries(from: archive, size: size)
    }

    private static func unlink(_ path: String) throws(LedgerError) {
        guard Glibc.unlink(path) == 0 || errno == ENOENT else {
            throw .file(FileError(path: path, doing: "remove", code: errno))
        }
    }

    // MARK: - The file

    /// Reads what a stopped run left; nil if none was stopped.
    static func read(in archive: String) throws(LedgerError) -> StagedErasure? {
        let path = "\(archive)/\(ArchivePath.erasing)"
        guard let bytes = try LedgerError.wrapping({ () throws(FileError) in try FileBytes.readIfThere(path) }) else {
            return nil
        }
        guard let staged = StagedErasure(bytes) else { throw .contradiction("\(path) is not what an erasure writes") }
        return staged
    }

    private init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), text.last == "\n" else { return nil }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[0] == Self.header, lines[1].hasPrefix("size "),
            let size = Int(decimal: lines[1].dropFirst(5))
        else { return nil }
        let days = lines.dropFirst(2).compactMap { Day($0) }
        guard days.count == lines.count - 2 else { return nil }
        self.init(size: size, days: days)
    }

    init(size: Int, days: [Day]) {
        self.size = size
        self.days = days
    }

    /// Writes the file, durably.
    func write(in archive: String) throws(LedgerError) {
        let text = ([Self.header, "size \(size)"] + days.map { "\($0)" }).map { $0 + "\n" }.joined()
        try LedgerError.wrapping { () throws(FileError) in
            var file = try AtomicFile(replacing: "\(archive)/\(ArchivePath.erasing)", links: .refused)
            try file.write(text.utf8Span.span)
            try file.commit()
        }
    }

    /// Removes the file, durably: the erasure is complete.
    static func end(in archive: String) throws(LedgerError) {
        let path = "\(archive)/\(ArchivePath.erasing)"
        try unlink(path)
        try LedgerError.wrapping { () throws(FileError) in try AtomicFile.syncFolder(of: path) }
    }
}
