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

    /// Whether a row is selected.
    func includes(_ row: CanonicalRow, _ reasons: inout KnownReasons) -> Bool {
        if let writtenCode, !row[.trackingCode].elementsEqual(writtenCode) { return false }
        if let status, Status.name(of: row[.status].bindMemory(to: UInt8.self).span) != status { return false }
        return reason.map { reasons.isNamed($0, row[.description]) } ?? true
    }

    /// The descriptions that were seen, and whether they are of the reason that is asked for.
    struct KnownReasons {
        private var known: [String: Bool] = [:]
        /// The maximum number of descriptions that are kept: gateways have few, but a log may have one for each row.
        private static let maximumCount = 1 << 12
        /// Longer ones are not kept.
        private static let maximumLength = 1 << 10

        mutating func isNamed(_ reason: String, _ description: UnsafeRawBufferPointer) -> Bool {
            guard !description.isEmpty else { return false }
            let text = String(decoding: description, as: UTF8.self).replacing("\"\"", with: "\"")
            if let answer = known[text] { return answer }
            let answer =
                text.lowercased() == reason
                || ReasonCatalogue.standard.match(text).meanings.contains { $0.name.lowercased() == reason }
            if known.count == Self.maximumCount { known = [:] }
            if description.count <= Self.maximumLength { known[text] = answer }
            return answer
        }
    }
}
