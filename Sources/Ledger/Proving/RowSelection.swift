import LogArchive
public import TrackingLog

/// Which rows of an archive are proved: those that meet all that is asked.
public struct RowSelection: Sendable {
    /// The tracking code of the message, letter by letter; nil for all messages.
    public let code: String?
    private let from: Day?
    private let through: Day?
    /// The code as a field has it.
    private let writtenCode: [UInt8]?
    /// The name of the status.
    private let status: [UInt8]?
    private let reason: String?

    /// A selection of rows.
    ///
    /// - Parameters:
    ///   - code: the message's tracking code; nil for all messages.
    ///   - status: the rows' status, by any of its words and without regard to case; nil for every status.
    ///   - reason: the reason of a refusal, by its name in `ReasonCatalogue` or as the row gives it, without regard to case;
    ///     nil for every row.
    ///   - from: the first night; nil for the ledger's.
    ///   - through: the last night; nil for the ledger's.
    public init(
        code: String? = nil, status: String? = nil, reason: String? = nil, from: Day? = nil, through: Day? = nil
    ) {
        self.code = code
        self.from = from
        self.through = through
        self.reason = reason?.lowercased()
        writtenCode = code.map { Array($0.replacing("\"", with: "\"\"").utf8) }
        self.status = status.map { Status.name(of: Array($0.utf8).span) }
    }

    /// Whether a night may have such rows.
    func includes(_ day: Day) -> Bool { from ?? day <= day && day <= through ?? day }

    /// The row of a line; nil if it is not selected, or not canonical.
    func row(_ line: UnsafeRawBufferPointer, _ reasons: inout KnownReasons) -> CanonicalRow? {
        if let writtenCode {
            // A quick check first: the code follows the time, which is always enclosed and takes 21 bytes.
            let start = line.count > 22 && line[22] == CSVDialect.quote ? 23 : 22
            guard line.count > start + writtenCode.count,
                line[start..<start + writtenCode.count].elementsEqual(writtenCode)
            else { return nil }
        }
        guard let row = CanonicalRow(line), writtenCode.map({ row[.trackingCode].elementsEqual($0) }) ?? true,
            status.map({ Status.name(of: row[.status].bindMemory(to: UInt8.self).span) == $0 }) ?? true,
            reason.map({ reasons.isNamed($0, row[.description]) }) ?? true
        else { return nil }
        return row
    }

    /// The descriptions that were seen, and whether they are of the reason that is asked for.
    struct KnownReasons {
        private var known: [String: Bool] = [:]
        /// The maximum number of descriptions that are kept: gateways have few, but a log may have one for each row.
        private static let maximumCount = 1 << 16

        mutating func isNamed(_ reason: String, _ description: UnsafeRawBufferPointer) -> Bool {
            guard !description.isEmpty else { return false }
            let text = String(decoding: description, as: UTF8.self).replacing("\"\"", with: "\"")
            if let answer = known[text] { return answer }
            let answer =
                text.lowercased() == reason
                || ReasonCatalogue.standard.match(text).meanings.contains { $0.name.lowercased() == reason }
            if known.count == Self.maximumCount { known = [:] }
            known[text] = answer
            return answer
        }
    }
}
