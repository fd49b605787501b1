import Durability
public import LogArchive
public import TrackingLog

/// Verifies a zip from anywhere by itself, without a ledger: its structure, every byte of its entries, and, where all that
/// holds, the rows of its logs and their anomalies.
public struct ZipVerifier: Sendable {
    /// How its rows are read.
    public var reading = ReadingOptions()
    /// Told now and then how far it is.
    public var progress: (@Sendable (ReadingProgress) -> Void)?
    /// Events later than that are in the future.
    public var now = Timestamp.now

    /// A verifier that reads in the usual way.
    public init() {}

    /// Verifies a zip.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - name: what findings call it, where it is a copy; nil calls it by its path.
    public func verify(_ path: String, named name: String? = nil) -> Verification {
        var verification = Verification(path: name ?? path)
        verification.findings += structure(of: path, named: verification.path)
        if verification.gravity == nil {
            readRows(of: name.map { .copy(path, of: $0) } ?? .path(path), &verification)
        }
        verification.sort()
        return verification
    }

    private func structure(of path: String, named name: String) -> [Finding] {
        do throws(FileError) {
            return structure(of: try OpenFile(path, links: .followed), named: name)
        } catch {
            return [Finding(.unreadable, name, error.reason)]
        }
    }

    private func structure(of file: borrowing OpenFile, named path: String) -> [Finding] {
        let structure = ZipStructure(file)
        let faults = structure.faults
        // Half a million entries may each have a fault.
        let known = Set(faults)
        var findings = faults.map { Finding($0, in: path) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        for member in structure.members {
            do throws(ZipFault) {
                let reader = try MemberReader(member)
                while try reader.read(into: buffer, from: file) > 0 {}
            } catch {
                if !known.contains(error) { findings.append(Finding(error, in: path)) }
            }
        }
        return findings
    }

    // MARK: - Rows

    /// What is gathered of the rows, one batch at a time.
    fileprivate struct Gathered {
        var anomalies: [Int: LogAnomalies] = [:]
        var future: [Int: Int] = [:]
        var formulas: [Int: Int] = [:]
        var rejects: [Int: (count: Int, row: Int, reason: String)] = [:]
        var rows = 0
    }

    private func readRows(of input: LogInput, _ verification: inout Verification) {
        let path = verification.path
        var reader = LogReader(options: reading)
        reader.progress = progress
        var gathered = Gathered()
        let summary: ReadingSummary
        do {
            summary = try reader.read([input], into: &gathered) { [now] gathered, batch, _ in
                gathered.take(batch, now: now)
            }
        } catch {
            verification.findings.append(Finding(.unreadable, path, "\(error)"))
            return
        }
        for failure in summary.failures {
            verification.findings.append(Finding(.unreadable, path, "\(failure.name): \(failure.reason)"))
        }
        if !summary.withoutLog.isEmpty {
            verification.findings.append(Finding(.noLog, path, "there is no tracking log in it"))
        }
        verification.rows = gathered.rows
        for (number, source) in summary.sources.enumerated() {
            verification.findings += gathered.findings(of: number, path: path, entry: source.entry ?? "")
        }
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
            findings.append(Finding(.eventInFuture, path, entry: entry, count: count, "events are later than now"))
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
