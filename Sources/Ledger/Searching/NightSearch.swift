import Durability
import LogArchive
import TransparencyLog

/// Rules nights out by their search indexes.
struct NightSearch: Sendable {
    private let archive: String
    private let term: SearchTerm

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - code: the tracking code that is searched for.
    init(archive: String, code: String) {
        self.archive = archive
        term = SearchTerm(code: code)
    }

    /// What the index of a night says.
    enum Verdict: Sendable {
        /// The night has to be read.
        case mayHold
        /// The night holds no such row, by its index.
        case ruledOut
        /// The night has to be read, since its index cannot be used.
        case unindexed(SearchIndexFault)
    }

    /// Looks into the index of a night.
    ///
    /// An index is used only beside a file of the length that the manifest sealed, and where it says that it is of a zip with
    /// the hash that the manifest sealed: an earlier zip of the night or another one's index is none.
    func verdict(on manifest: Manifest) -> Verdict {
        let path = "\(archive)/\(manifest.archive)"
        // A night whose zip is missing is never passed over: reading says so.
        guard let zip = try? OpenFile(path), zip.size == manifest.zipBytes else { return .mayHold }
        do throws(SearchIndexFault) {
            let index = try SearchIndex(besideZip: path)
            guard index.isOf(zipBytes: manifest.zipBytes, zipHash: manifest.zipHash.bytes) else { throw .otherZip }
            return try index.mayHold(term) ? .mayHold : .ruledOut
        } catch {
            return .unindexed(error)
        }
    }
}
