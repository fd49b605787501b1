import Durability
import LogArchive
import Threading
import TrackingLog
import TransparencyLog

/// Makes proofs from an archive.
public struct RowProver: Sendable {
    private let archive: String
    private let code: [UInt8]
    /// The name of the status.
    private let status: [UInt8]?
    /// nil where every night is read.
    private let search: NightSearch?

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - code: the message's tracking code.
    ///   - status: the rows' status, by any of its words and without regard to case; nil for every status.
    ///   - usesIndexes: whether nights that their search indexes rule out are passed over. An index is not trusted: it may
    ///     leave out rows that the night has.
    public init(archive: String, code: String, status: String?, usesIndexes: Bool = true) {
        self.archive = archive
        search = usesIndexes ? NightSearch(archive: archive, code: code) : nil
        // As a field has it.
        self.code = Array(code.replacing("\"", with: "\"\"").utf8)
        self.status = status.map { Status.name(of: Array($0.utf8).span) }
    }

    /// What the archive holds of a message.
    public struct Outcome: Sendable {
        /// The proof of the rows that were found; nil if none were.
        public var proof: RowProof?
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

    /// Proves the message's rows, all or of one status.
    ///
    /// A night whose zip is missing or damaged is left out: the rows of all others are proved without it.
    ///
    /// - Throws: ``LedgerError`` if the ledger cannot be read, or contradicts itself.
    public func prove() throws(LedgerError) -> Outcome {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        let manifests: [Manifest]
        do throws(ManifestError) {
            manifests = try state.manifests()
        } catch {
            throw .contradiction("\(error)")
        }
        var outcome = Outcome()
        var nights: [RowProof.Night] = []
        outcome.nights = manifests.count
        let verdicts = search.map { search in Workers.map(manifests.count) { search.verdict(on: manifests[$0]) } }
        if let verdicts { outcome.note(verdicts, of: manifests) }
        let results = Workers.map(manifests.count) { number in
            Result { () throws(LedgerError) -> [RowProof.Row] in
                if case .ruledOut? = verdicts?[number] { return [] }
                return try rows(of: manifests[number])
            }
        }
        for (index, result) in results.enumerated() {
            let rows: [RowProof.Row]
            do throws(LedgerError) {
                rows = try result.get()
            } catch {
                outcome.failures.append(error)
                continue
            }
            guard !rows.isEmpty else { continue }
            let proof = LogProof(
                index: index, path: state.tree.inclusionProof(of: index), checkpoint: state.note.bytes)
            nights.append(
                RowProof.Night(
                    manifest: String(decoding: state.entries[index], as: UTF8.self), logProof: proof.text, rows: rows))
        }
        if !nights.isEmpty { outcome.proof = RowProof(nights: nights) }
        return outcome
    }

    private func rows(of manifest: Manifest) throws(LedgerError) -> [RowProof.Row] {
        var found: [RowProof.Row] = []
        // A manifest may claim any number of rows.
        var hashes = LeafHashes(capacity: min(manifest.events, 1 << 20))
        var isHeader = true
        var notText: Int?
        try read(manifest) { line in
            if isHeader {
                isHeader = false
                return
            }
            if matches(line) {
                if let text = String(validating: line, as: UTF8.self) {
                    found.append(RowProof.Row(index: hashes.count, text: text, path: []))
                } else {
                    notText = notText ?? hashes.count
                }
            }
            hashes.append(line)
        }
        if let notText {
            throw .contradiction(
                "row \((notText + 1).grouped) of \(manifest.archive) is not UTF-8: no proof can show it")
        }
        guard !found.isEmpty else { return [] }
        let changed = LedgerError.contradiction("the rows in \(manifest.archive) do not match the manifest")
        guard hashes.count == manifest.events else { throw changed }
        let leaves = hashes.take()
        let proven = found.map { leaves[$0.index] }
        let paths = MerkleTree.inclusionProofs(of: found.map(\.index), in: leaves)
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

    /// Reads the lines of a night's log.
    private func read(_ manifest: Manifest, _ body: (UnsafeRawBufferPointer) -> Void) throws(LedgerError) {
        let path = "\(archive)/\(manifest.archive)"
        let file: OpenFile
        do throws(FileError) {
            file = try OpenFile(path)
        } catch {
            throw .file(error)
        }
        let structure = ZipStructure(file)
        guard let member = structure.members.first(where: { $0.name == manifest.entry }) else {
            throw .contradiction("\(path) does not hold \(manifest.entry)")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var splitter = RowSplitter()
        var rest = manifest.csvBytes
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while rest >= 0, !splitter.isOverlong {
                let count = try reader.read(into: buffer, from: file)
                if count == 0 { break }
                rest -= count
                splitter.split(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body)
            }
        } catch {
            throw .contradiction("\(path): \(error.reason)")
        }
        guard rest >= 0, !splitter.isOverlong else {
            throw .contradiction(
                "the log in \(path) is longer than the \(manifest.csvBytes.grouped) bytes that the manifest sealed")
        }
        splitter.finish(body)
    }

    private func matches(_ line: UnsafeRawBufferPointer) -> Bool {
        // A quick check first: the code follows the time, which is always enclosed and takes 21 bytes.
        let start = line.count > 22 && line[22] == CSVDialect.quote ? 23 : 22
        guard line.count > start + code.count,
            line[start..<start + code.count].elementsEqual(code), let row = CanonicalRow(line),
            row[.trackingCode].elementsEqual(code)
        else { return false }
        guard let status else { return true }
        return Status.name(of: row[.status].bindMemory(to: UInt8.self).span) == status
    }
}

extension RowProver.Outcome {
    /// Notes what the search indexes of nights have said.
    fileprivate mutating func note(_ verdicts: [NightSearch.Verdict], of manifests: [Manifest]) {
        for (verdict, manifest) in zip(verdicts, manifests) {
            switch verdict {
            case .mayHold: break
            case .ruledOut: ruledOut += 1
            case .unindexed(.missing): unindexed.append(manifest.archive)
            case .unindexed(let fault): indexFaults.append((manifest.archive, fault.description))
            }
        }
    }
}
