import Durability
import LogArchive
import LogVerification
import TransparencyLog

/// Compares the search index of a night with the rows that the zip holds, while these are read.
///
/// An index that leaves rows out hides them from searches, which do not trust it but cannot know. It is made again and
/// compared by its hash: the same rows give the same bytes.
final class SearchIndexCheck {
    /// The index's path, and the one in the archive.
    private let (file, path): (String, String)
    private var indexing: RowIndexing?
    private var blocks: BlockSumming
    private var stream = HashStream()
    private var bytes = 0

    /// - Parameters:
    ///   - path: the index's path. There need be none: nil then.
    ///   - night: the night.
    ///   - member: the log's entry in the zip.
    init?(at file: String, of night: LedgerNight, _ member: ZipMember) {
        self.file = file
        path = ArchivePath.index(night.day)
        guard FileKind(at: file) != nil else { return nil }
        indexing = RowIndexing(entry: night.manifest.entry)
        blocks = BlockSumming(member)
    }

    /// Adds the next line: see ``RowIndexing``.
    func add(_ number: Int, _ line: UnsafeRawBufferPointer, _ row: CanonicalRow?) { indexing?.add(number, line, row) }

    /// Adds the next bytes of the log, once their lines were added.
    func append(_ piece: UnsafeRawBufferPointer) {
        blocks.append(piece)
        if let bytes = indexing?.takeOutput() { take(bytes) }
    }

    private func take(_ some: [UInt8]) {
        stream.append(some.span)
        bytes += some.count
    }

    /// What is wrong with the index; nil if nothing is.
    ///
    /// - Parameters:
    ///   - night: the night. The zip is the one that the ledger has.
    ///   - member: the log's entry in the zip.
    func finding(of night: LedgerNight, _ member: ZipMember) -> Finding? {
        func wrong(_ reason: String) -> Finding { Finding(.searchIndexWrong, path, reason) }
        guard let indexing = indexing.take() else { return nil }
        take(indexing.finish(SearchIndexBuilder.Subject(night, member, blocks.sums)))
        do throws(FileError) {
            let index = try OpenFile(file)
            // A file of another length could be of any.
            guard index.size == bytes, try FileHash.of(index, named: path).hash == stream.finish() else {
                return wrong(
                    "the search index is not that of the zip's rows: searches may miss some; "
                        + "`pushtrail index` makes it again")
            }
            return nil
        } catch {
            // What is no file is a finding about the folder.
            return error.found == nil ? wrong("the search index cannot be read: \(error.reason)") : nil
        }
    }
}

extension SearchIndexBuilder.Subject {
    /// What the index of a night is of.
    ///
    /// - Parameters:
    ///   - night: the night.
    ///   - member: the log's entry in the zip.
    ///   - blocks: the entry's blocks.
    init(_ night: LedgerNight, _ member: ZipMember, _ blocks: BlockSums) {
        self.init(
            zipBytes: night.zipBytes, zipHash: night.zipHash.bytes, logBytes: member.size, logCRC: member.crc,
            blocks: blocks)
    }
}
