import Durability
import LogArchive
import TransparencyLog

/// The search index of a night, being written beside its zip.
///
/// It appears complete or not at all, and takes the place of one that is there: nothing that is sealed is in it.
final class SearchIndexFile {
    private var file: AtomicFile?
    private var indexing: RowIndexing?

    /// - Parameters:
    ///   - path: where it is to appear.
    ///   - entry: the name of the log in the zip.
    init(replacing path: String, entry: String) throws(FileError) {
        file = try AtomicFile(replacing: path, links: .refused)
        indexing = RowIndexing(entry: entry)
    }

    /// Adds the next line: see ``RowIndexing``.
    func add(_ number: Int, _ line: UnsafeRawBufferPointer, _ row: CanonicalRow?) { indexing?.add(number, line, row) }

    /// Writes what is complete.
    func write() throws(FileError) {
        guard let bytes = indexing?.takeOutput(), !bytes.isEmpty else { return }
        try file?.write(bytes.span)
    }

    /// Makes the index appear.
    ///
    /// - Parameter subject: what it is of.
    func finish(_ subject: SearchIndexBuilder.Subject) throws(FileError) {
        guard let indexing = indexing.take(), var file = file.take() else { return }
        let bytes = indexing.finish(subject)
        try file.write(bytes.span)
        try file.commit()
    }
}
