import Analysis
import TrackingLog

/// One row of a log, as a test writes it down; what does not matter has a default.
struct Row: Sendable {
    /// Seconds after 2026-11-20 00:00:00.
    var second: Int
    var status: String
    var description: String
    var code: String
    var target: String
    var hwid: String
    var app: String
    var payload: String
    /// Whether the payload stands in the batch as in CSV, every quote doubled.
    var isEscaped: Bool

    init(
        _ second: Int, _ status: String, _ description: String = "", code: String = "T-1", target: String = "",
        hwid: String = "HWID-1", app: String = "APP-1", payload: String = "",
        isEscaped: Bool = false
    ) {
        self.second = second
        self.status = status
        self.code = code
        self.target = target
        self.hwid = hwid
        self.description = description
        self.app = app
        self.payload = payload
        self.isEscaped = isEscaped
    }

    var time: Timestamp { Timestamp(secondsSince1970: 1_795_132_800 + Int64(second)) }
}

extension EventBatch {
    /// A batch of such rows.
    init(_ rows: [Row]) {
        self.init()
        for row in rows {
            let status = Array(row.status.utf8)
            let escaped = row.isEscaped ? row.payload.replacing("\"", with: "\"\"") : row.payload
            self.rows.append(
                EventRow(
                    time: row.time, status: Status(status.span) ?? .other, isPayloadEscaped: row.isEscaped,
                    trackingCode: add(row.code), target: add(row.target), hwid: add(row.hwid),
                    statusWord: add(row.status), description: add(row.description), appCode: add(row.app),
                    payload: add(escaped)))
        }
    }

    private mutating func add(_ field: String) -> TextRange {
        let range = TextRange(start: text.count, count: field.utf8.count)
        text.append(contentsOf: field.utf8)
        return range
    }
}

/// The report on some rows.
func report(on rows: [Row], _ change: (inout ReportOptions) -> Void = { _ in }) -> Report {
    var options = ReportOptions()
    change(&options)
    var tally = Tally()
    tally.fold(EventBatch(rows))
    return tally.report(options)
}

/// The report on some rows, folded in parts by several tallies which are then merged.
func report(onParts parts: [[Row]], _ options: ReportOptions = ReportOptions()) -> Report {
    var merged = Tally()
    for part in parts {
        var tally = Tally()
        tally.fold(EventBatch(part))
        merged.merge(tally)
    }
    return merged.report(options)
}

extension Array<Row> {
    /// The rows as a tracking log.
    var csv: [UInt8] {
        var log = [UInt8]((Column.header + "\n").utf8)
        for row in self {
            CSVDialect.appendTime(row.time, to: &log)
            for field in [row.code, row.target, row.hwid, row.status, row.description, row.app, row.payload] {
                log.append(CSVDialect.separator)
                CSVDialect.appendField([UInt8](field.utf8).span, to: &log)
            }
            log.append(UInt8(ascii: "\n"))
        }
        return log
    }
}
