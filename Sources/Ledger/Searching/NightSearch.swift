import Durability
import LogArchive
import TransparencyLog

/// Rules nights out by their search indexes.
struct NightSearch: Sendable {
    private let archive: String
    private let terms: [SearchTerm]

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - codes: the tracking codes that are searched for.
    init(archive: String, codes: [String]) {
        self.archive = archive
        terms = codes.map { SearchTerm(code: $0) }
    }

    /// What the index of a night says.
    enum Verdict: Sendable {
        /// The night has to be read.
        case mayHold
        /// The night holds no row of these, by its index.
        case ruledOut
        /// The night has to be read, since its index cannot be used.
        case unindexed(SearchIndexFault)
    }

    /// Looks into the index of a night.
    ///
    /// An index is used only beside a file of the length that the ledger has, and where it says that it is of a zip with
    /// the hash that it has: an earlier zip of the night or another one's index is none.
    func verdict(on night: LedgerNight) -> Verdict {
        // Some of the files are of the night as it was.
        if night.isBeingReplaced { return .mayHold }
        let path = "\(archive)/\(night.manifest.archive)"
        // A night whose zip is missing is never passed over: reading says so.
        guard let zip = try? OpenFile(path), zip.size == night.zipBytes else { return .mayHold }
        do throws(SearchIndexFault) {
            let index = try SearchIndex(besideZip: path)
            guard index.isOf(zipBytes: night.zipBytes, zipHash: night.zipHash.bytes) else { throw .otherZip }
            for term in terms where try index.mayHold(term) { return .mayHold }
            return .ruledOut
        } catch {
            return .unindexed(error)
        }
    }
}
