import Durability
import LogArchive
import Synchronization
import Threading
import TrackingLog
import TransparencyLog

/// Makes proofs from an archive.
public struct RowProver: Sendable {
    private let archive: String
    private let selection: RowSelection
    private let hidesWhom: Bool
    /// nil where every night is read.
    private let search: NightSearch?
    /// The maximum length of all rows of a proof, in bytes: a proof of longer ones could not be read.
    var maximumBytes = RowProof.maximumBytes

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - selection: the rows.
    ///   - hidesWhom: whether the proof is to show what happened, and not to whom.
    ///   - usesIndexes: whether nights that their search indexes rule out are passed over. An index is not trusted: it may
    ///     leave out rows that the night has.
    public init(archive: String, selection: RowSelection, hidesWhom: Bool = false, usesIndexes: Bool = true) {
        self.archive = archive
        self.selection = selection
        self.hidesWhom = hidesWhom
        search = usesIndexes ? selection.code.map { NightSearch(archive: archive, codes: [$0]) } : nil
    }

    /// What the archive holds of the rows that are asked for.
    public struct Outcome: Sendable {
        /// The proof of the rows that were found; nil if none were.
        public var proof: RowProof?
        /// Whether the proof would be larger than any that is read: there is none then.
        public var isTooLarge = false
        /// Why nights could not be searched, in their order.
        public var failures: [LedgerError] = []
        /// The number of nights.
        public var nights = 0
        /// The number of nights that were passed over, by their search indexes alone.
        public var ruledOut = 0
        /// The zips that were read although they have no search index.
        public var unindexed: [String] = []
        /// Search indexes that were not used: the zip, and what is wrong. These nights were read.
        public var indexFaults: [(archive: String, reason: String)] = []
    }

    /// Proves the selected rows.
    ///
    /// A night whose zip is missing or damaged is left out: the rows of all others are proved without it.
    ///
    /// - Throws: ``LedgerError`` if the ledger cannot be read, or contradicts itself.
    public func prove() throws(LedgerError) -> Outcome {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        let ledger = try state.nights()
        var outcome = Outcome()
        var nights: [RowProof.Night] = []
        outcome.nights = ledger.count(where: { selection.includes($0.day) })
        let verdicts = search.map { search in
            Workers.map(ledger.count) { number in
                selection.includes(ledger[number].day) ? search.verdict(on: ledger[number]) : .mayHold
            }
        }
        if let verdicts { outcome.note(verdicts, of: ledger) }
        // Rows are kept only as long as a proof of them can be read.
        let bytes = Atomic(0)
        let results = Workers.map(ledger.count) { number in
            Result { () throws(LedgerError) -> [RowProof.Row] in
                guard selection.includes(ledger[number].day) else { return [] }
                if case .ruledOut? = verdicts?[number] { return [] }
                return try rows(of: ledger[number], bytes)
            }
        }
        if bytes.load(ordering: .relaxed) > maximumBytes {
            outcome.isTooLarge = true
            return outcome
        }
        for (result, night) in zip(results, ledger) {
            let rows: [RowProof.Row]
            do throws(LedgerError) {
                rows = try result.get()
            } catch {
                outcome.failures.append(error)
                continue
            }
            guard !rows.isEmpty else { continue }
            let proof = LogProof(
                index: night.index, path: state.tree.inclusionProof(of: night.index), checkpoint: state.note.bytes)
            nights.append(
                RowProof.Night(
                    manifest: String(decoding: state.entries[night.index], as: UTF8.self), logProof: proof.text,
                    rows: rows))
        }
        if !nights.isEmpty { outcome.proof = RowProof(nights: nights) }
        return outcome
    }

    /// - Parameters:
    ///   - night: the night.
    ///   - bytes: the length of all selected rows of all nights.
    private func rows(of night: LedgerNight, _ bytes: borrowing Atomic<Int>) throws(LedgerError) -> [RowProof.Row] {
        let manifest = night.manifest
        let salts = try NightSalts(of: night, in: archive)
        let erased = try ErasedRows(of: night, in: archive)
        var found: [RowProof.Row] = []
        // A manifest may claim any number of rows.
        var hashes: [SHA256Hash] = []
        hashes.reserveCapacity(min(manifest.events, 1 << 20))
        var leaves = RowLeaves(salts, erased: erased)
        var reasons = RowSelection.KnownReasons()
        var index = -1
        var notText: Int?
        try NightLines.read(night, in: archive) { line in
            defer { index += 1 }
            guard index >= 0 else { return }
            let row = CanonicalRow(line)
            if let row, selection.includes(row, &reasons) {
                if bytes.wrappingAdd(line.count, ordering: .relaxed).newValue > maximumBytes {
                    found = []
                } else if let row = self.row(row, index, salts, erased) {
                    found.append(row)
                } else {
                    notText = notText ?? index
                }
            }
            leaves.append(row, line) { hashes.append($0) }
        }
        leaves.finish { hashes.append($0) }
        if let notText {
            throw .contradiction(
                "row \((notText + 1).grouped) of \(manifest.archive) is not UTF-8: no proof can show it")
        }
        guard !found.isEmpty else { return [] }
        let changed = LedgerError.contradiction("the rows in \(manifest.archive) do not match the manifest")
        guard hashes.count == manifest.events else { throw changed }
        let proven = found.map { hashes[$0.index] }
        let paths = MerkleTree.inclusionProofs(of: found.map(\.index), in: hashes)
        for (number, path) in paths.enumerated() {
            found[number].path = path
            guard
                MerkleProof.includes(
                    proven[number], at: found[number].index, size: manifest.events,
                    root: manifest.rowsRoot, path: path)
            else { throw changed }
        }
        return found
    }

    /// A row as the proof gives it, without its path; nil if it is not text.
    private func row(
        _ row: CanonicalRow, _ index: Int, _ salts: NightSalts, _ erased: ErasedRows?
    ) -> RowProof.Row? {
        let halves = RowHalves(row)
        guard let what = String(validating: halves.what, as: UTF8.self) else { return nil }
        if let hidden = erased?.hidden[index] {
            return RowProof.Row(index: index, what: what, whom: .hidden(hidden), path: [])
        }
        // Beyond the sealed rows there is none: then the night does not match its manifest, which is noticed below.
        let salt = salts.salt(of: index) ?? []
        if hidesWhom {
            return RowProof.Row(index: index, what: what, whom: .hidden(halves.hidden(by: salt)), path: [])
        }
        return String(validating: halves.whom, as: UTF8.self).map {
            RowProof.Row(index: index, what: what, whom: .shown($0, salt: salt), path: [])
        }
    }
}

extension RowProver.Outcome {
    /// Notes what the search indexes of nights have said.
    fileprivate mutating func note(_ verdicts: [NightSearch.Verdict], of nights: [LedgerNight]) {
        for (verdict, night) in zip(verdicts, nights) {
            switch verdict {
            case .mayHold: break
            case .ruledOut: ruledOut += 1
            case .unindexed(.missing): unindexed.append(night.manifest.archive)
            case .unindexed(let fault): indexFaults.append((night.manifest.archive, fault.description))
            }
        }
    }
}
