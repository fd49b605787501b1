import LogVerification
import TrackingLog

/// Checks each row of an archive as it is read: dialect, order, doubles, anomalies.
struct RowChecks {
    private let path: String
    private let entry: String
    private let day: Day
    private let erased: ErasedRows?
    private var anomalies = LogAnomalies()
    private var findings: [FindingCode: Finding] = [:]
    private var time = Timestamp.earliest
    /// The rows of the current second, by hashes that another run makes otherwise: equal rows are of one second.
    ///
    /// Two different rows are taken for one in fewer than one of 10 million nights of a million rows in one second.
    private var second: Set<Int> = []

    /// - Parameters:
    ///   - night: the night.
    ///   - erased: its rows that were erased, if any were.
    init(_ night: LedgerNight, erased: ErasedRows?) {
        path = night.manifest.archive
        entry = night.manifest.entry
        day = night.day
        self.erased = erased
    }

    /// Checks the next line, as ``LogDigest`` gives it.
    mutating func visit(_ number: Int, _ line: UnsafeRawBufferPointer, _ row: CanonicalRow?) {
        guard number > 0 else {
            if !line.elementsEqual(Column.header.utf8) {
                note(.headerWrong, nil, "the first line is not a tracking log's header")
            }
            return
        }
        guard let row else {
            return note(.rowMalformed, number, "the row is not in the form that tracking logs are written in")
        }
        if row.time != time {
            if row.time < time { note(.rowsOutOfOrder, number, "the row is earlier than the one before it") }
            time = row.time
            second.removeAll(keepingCapacity: true)
        }
        var hasher = Hasher()
        hasher.combine(bytes: line)
        if !second.insert(hasher.finalize()).inserted { note(.rowRepeated, number, "the row is repeated") }
        if row.time > day.end {
            note(.eventInFuture, number, "the event is later than its night")
        }
        let status = Status(row[.status].bindMemory(to: UInt8.self).span) ?? .other
        anomalies.add(
            number, code: row[.trackingCode], hwid: row[.hwid], status: status, word: row[.status],
            description: row[.description], time: row.time)
        if let erased, erased.hidden[number - 1] != nil, !ErasedRows.isNameless(row) {
            note(.erasedNamed, number, "the row was erased, and names somebody")
        }
        if row.hasFormula { note(.formulaCells, number, "a spreadsheet would run a cell of the row as a formula") }
    }

    /// All findings.
    func all() -> [Finding] {
        FindingCode.allCases.compactMap { findings[$0] } + anomalies.findings(path: path, entry: entry)
    }

    private mutating func note(_ code: FindingCode, _ row: Int?, _ reason: String) {
        var finding = findings[code] ?? Finding(code, path, entry: entry, row: row, count: 0, reason)
        finding.count += 1
        findings[code] = finding
    }
}
