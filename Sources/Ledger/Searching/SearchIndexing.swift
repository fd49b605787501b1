import Durability
import LogArchive
import Threading
public import TrackingLog
import TransparencyLog

/// Makes the search indexes of an archive again.
///
/// For nights that were sealed before there were any, and where one is damaged or missing. Nothing that is sealed is touched.
public struct SearchIndexing: Sendable {
    private let archive: String

    /// - Parameter archive: the archive's folder.
    public init(archive: String) { self.archive = archive }

    /// What became of the nights.
    public struct Outcome: Sendable {
        /// The nights whose indexes were made.
        public var made: [Day] = []
        /// Why others have none, in the order of their nights.
        public var failures: [LedgerError] = []
    }

    /// Makes all indexes, as many at once as there are processors.
    ///
    /// - Throws: ``LedgerError`` if the ledger cannot be read, or another run writes to the archive.
    public func run() throws(LedgerError) -> Outcome {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        let lock = try FileLock("\(archive)/\(ArchivePath.lock)")
        let nights = try state.nights()
        let results = Workers.map(nights.count) { number in
            Result { () throws(LedgerError) in try make(nights[number]) }
        }
        _ = consume lock
        var outcome = Outcome()
        for (night, result) in zip(nights, results) {
            do throws(LedgerError) {
                try result.get()
                outcome.made.append(night.day)
            } catch {
                outcome.failures.append(error)
            }
        }
        return outcome
    }

    private func make(_ night: LedgerNight) throws(LedgerError) {
        let path = "\(archive)/\(night.manifest.archive)"
        try LedgerError.wrapping { () throws(FileError) in
            let zip = try OpenFile(path)
            guard zip.size == night.zipBytes, try FileHash.of(zip, named: path).hash == night.zipHash else {
                throw FileError(path: path, doing: "index", reason: "the zip is not the one that was sealed")
            }
            let structure = ZipStructure(zip)
            guard let member = structure.members.first(where: { $0.name == night.manifest.entry }) else {
                throw FileError(path: path, doing: "index", reason: "it does not hold \(night.manifest.entry)")
            }
            try write(night, member, of: zip, at: path)
        }
    }

    private func write(
        _ night: LedgerNight, _ member: ZipMember, of zip: borrowing OpenFile, at path: String
    ) throws(FileError) {
        let index = try SearchIndexFile(replacing: ArchivePath.index(besideZip: path), entry: night.manifest.entry)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var splitter = RowSplitter()
        var blocks = BlockSumming(member)
        var number = 0
        func add(_ line: UnsafeRawBufferPointer) {
            index.add(number, line, number > 0 ? CanonicalRow(line) : nil)
            number += 1
        }
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while !splitter.isOverlong {
                let count = try reader.read(into: buffer, from: zip)
                if count == 0 { break }
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                splitter.split(piece, add)
                blocks.append(piece)
                do throws(FileError) { try index.write() } catch { throw ZipFault(.unreadable, error.description) }
            }
        } catch {
            throw FileError(path: path, doing: "index", reason: error.reason)
        }
        guard !splitter.isOverlong else {
            throw FileError(path: path, doing: "index", reason: "a row is longer than any that is read")
        }
        splitter.finish(add)
        try index.finish(SearchIndexBuilder.Subject(night, member, blocks.sums))
    }
}
