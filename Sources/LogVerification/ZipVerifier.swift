import Durability
public import LogArchive
public import TrackingLog

/// What the verification of a zip found.
public struct ZipVerification: Sendable {
    /// The zip, as the user named it.
    public var path: String
    /// The number of rows read.
    public var rows = 0
    /// The findings, the gravest first.
    public var findings: [Finding] = []
}

/// Verifies a zip by itself, without a ledger.
///
/// It checks the zip's structure and every byte of its entries and, if nothing is wrong with those, the rows of its logs
/// and their anomalies. Each entry is inflated once: reading a log checks its length and CRC as well.
public struct ZipVerifier: Sendable {
    /// How rows are read.
    public var reading = ReadingOptions()
    /// Called now and then with what has been read.
    public var progress: (@Sendable (ReadingProgress) -> Void)?
    /// Events later than this are in the future.
    public var now = Timestamp.now

    /// A verifier with the usual options.
    public init() {}

    /// Verifies a zip.
    ///
    /// - Parameters:
    ///   - path: the zip's path.
    ///   - name: the name that findings show if the file is a copy; nil for the path.
    public func verify(_ path: String, named name: String? = nil) -> ZipVerification {
        var verification = ZipVerification(path: name ?? path)
        let input = name.map { LogInput.copy(path, of: $0) } ?? .path(path)
        do throws(FileError) {
            verify(try OpenFile(path, links: .followed), input, &verification)
        } catch {
            verification.findings = [Finding(.unreadable, verification.path, error.reason)]
        }
        verification.findings.sortByGravity()
        return verification
    }

    private func verify(_ file: borrowing OpenFile, _ input: LogInput, _ verification: inout ZipVerification) {
        let path = verification.path
        let structure = ZipStructure(file)
        let faults = structure.faults
        // Half a million entries may each have a fault.
        let known = Set(faults)
        verification.findings = faults.map { Finding($0, in: path) }
        let isReadable = faults.isEmpty && structure.members.allSatisfy { $0.refusal == nil }
        let logs = isReadable ? readLogs(of: input, named: path) : nil
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        for (index, member) in structure.members.enumerated() {
            let fault =
                if let checked = logs?.checked[index] {
                    checked
                } else {
                    Self.fault(of: member, in: file, buffer)
                }
            if let fault, !known.contains(fault) { verification.findings.append(Finding(fault, in: path)) }
        }
        // Rows say nothing if an entry is damaged.
        guard let logs, verification.findings.isEmpty else { return }
        verification.rows = logs.rows
        verification.findings = logs.findings
    }

    /// Inflates an entry to its end; nil if nothing is wrong with it.
    private static func fault(
        of member: ZipMember, in file: borrowing OpenFile, _ buffer: UnsafeMutableRawBufferPointer
    ) -> ZipFault? {
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while try reader.read(into: buffer, from: file) > 0 {}
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Logs

    /// What reading the logs of a zip gave.
    private struct ReadLogs {
        var rows = 0
        var findings: [Finding] = []
        /// The entries that were read to their end, by their place in the directory, or to the fault given.
        var checked: [Int: ZipFault?] = [:]
    }

    /// What is gathered of the rows, one batch at a time, by the number of their source.
    fileprivate struct Gathered {
        var anomalies: [Int: LogAnomalies] = [:]
        var future: [Int: Int] = [:]
        var formulas: [Int: Int] = [:]
        var rejects: [Int: (count: Int, row: Int, reason: String)] = [:]
        var rows = 0
    }

    private func readLogs(of input: LogInput, named path: String) -> ReadLogs {
        var reader = LogReader(options: reading)
        reader.progress = progress
        var gathered = Gathered()
        var logs = ReadLogs()
        let summary: ReadingSummary
        do {
            summary = try reader.read([input], into: &gathered) { [now] gathered, batch, _ in
                gathered.take(batch, now: now)
            }
        } catch {
            logs.findings = [Finding(.unreadable, path, "\(error)")]
            return logs
        }
        for case let member? in summary.sources.map(\.member) { logs.checked[member] = .some(nil) }
        for failure in summary.failures {
            if let member = failure.source.flatMap({ summary.sources[$0].member }) {
                // Any other failure stops the reading before the entry's end: it is still to be checked.
                logs.checked[member] = failure.fault.map { .some($0) }
            }
            logs.findings.append(Finding(.unreadable, path, "\(failure.name): \(failure.reason)"))
        }
        for file in summary.leftOut where !file.isExpected {
            logs.findings.append(Finding(.entryNotRead, path, "\(file.name): \(file.reason)"))
        }
        if summary.withoutLog.contains(path) {
            logs.findings.append(Finding(.noLog, path, "the zip holds no tracking log"))
        }
        logs.rows = gathered.rows
        for source in summary.sources where source.hasWrongIndex {
            let fault = ZipFault(.extraField, entry: source.entry, "the index of the entry's blocks is wrong")
            logs.findings.append(Finding(fault, in: path))
        }
        for (number, source) in summary.sources.enumerated() {
            logs.findings += gathered.findings(of: number, path: path, entry: source.entry ?? "")
        }
        return logs
    }
}

extension ZipVerifier.Gathered {
    fileprivate mutating func take(_ batch: EventBatch, now: Timestamp) {
        let source = batch.source
        batch.text.withUnsafeBytes { text in
            func field(_ range: TextRange) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: text[range.offsets])
            }
            for row in batch.rows {
                let line = batch.firstLine + Int(row.line)
                anomalies[source, default: LogAnomalies()].add(
                    line, code: field(row.trackingCode), hwid: field(row.hwid), status: row.status,
                    word: field(row.statusWord), description: field(row.description), time: row.time)
                if row.time > now { future[source, default: 0] += 1 }
                let cells = [
                    row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.appCode, row.payload,
                ]
                if cells.contains(where: { !$0.isEmpty && FormulaCell.begins(text[Int($0.start)]) }) {
                    formulas[source, default: 0] += 1
                }
            }
        }
        rows += batch.rows.count
        for reject in batch.rejects {
            let line = batch.firstLine + Int(reject.line)
            rejects[source, default: (0, line, reject.reason)].count += 1
        }
    }

    fileprivate func findings(of source: Int, path: String, entry: String) -> [Finding] {
        var findings: [Finding] = []
        if let reject = rejects[source] {
            findings.append(
                Finding(.rowUnreadable, path, entry: entry, row: reject.row, count: reject.count, reject.reason))
        }
        if let count = future[source] {
            findings.append(Finding(.eventInFuture, path, entry: entry, count: count, "an event is later than now"))
        }
        if let count = formulas[source] {
            findings.append(
                Finding(
                    .formulaCells, path, entry: entry, count: count,
                    "a spreadsheet would run a cell of the row as a formula"))
        }
        return findings + (anomalies[source]?.findings(path: path, entry: entry) ?? [])
    }
}
