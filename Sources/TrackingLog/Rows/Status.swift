/// What an event says happened to a notification.
///
/// The first five are the tracking log's own, as Pushwoosh documents them. The others come from the exports of other
/// senders. Any other word is ``other``, and counted under its own name.
public enum Status: UInt8, CaseIterable, Sendable {
    /// The notification was created.
    case created
    /// It was handed to the gateway.
    case sent
    /// The gateway accepted it, which is not proof that the device showed it.
    case delivered
    /// It failed; the description says why.
    case failed
    /// A person opened it.
    case opened
    /// A device confirmed that it arrived.
    case received
    /// The person did what the campaign was for.
    case converted
    /// The gateway refused it.
    case bounced
    /// It was held back: nothing is sent to the person or the device.
    case suppressed
    /// It was skipped; counted like ``suppressed``.
    case skipped
    /// Sending began.
    case attempted
    /// The sender gave up; counted like ``failed``.
    case dropped
    /// The person has unsubscribed; counted like ``suppressed``.
    case unsubscribed
    /// Any other word.
    case other

    /// The status of a word, in any case; nil for any other word.
    public init?(_ word: Span<UInt8>) {
        // Length and first letter leave one candidate.
        guard word.count >= 4, word.count <= 12 else { return nil }
        let candidate: Status
        switch (word.count, word[0] | 0x20) {
        case (4, .s): candidate = .sent
        case (6, .o): candidate = .opened
        case (6, .f): candidate = .failed
        case (7, .c): candidate = .created
        case (7, .s): candidate = .skipped
        case (7, .b): candidate = .bounced
        case (7, .d): candidate = .dropped
        case (8, .r): candidate = .received
        case (9, .d): candidate = .delivered
        case (9, .c): candidate = .converted
        case (9, .a): candidate = .attempted
        case (10, .s): candidate = .suppressed
        case (12, .u): candidate = .unsubscribed
        default: return nil
        }
        guard candidate.matches(word) else { return nil }
        self = candidate
    }

    /// The word of a log, in lower case; `other` has none.
    public var name: String { "\(self)" }

    /// The name that an unknown status is counted under: its word, ASCII letters in lower case.
    package static func name(ofUnknown word: UnsafeRawBufferPointer) -> String {
        String(decoding: word.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// The known status that an unknown word is perhaps meant for; nil if none is close.
    ///
    /// Two letters may be inserted, deleted, changed or swapped; one in a short word.
    public static func nearest(to word: String) -> Status? {
        let known = allCases.filter { $0 != .other }
        let word = String(decoding: word.utf8.map(\.lowercasedASCII), as: UTF8.self)
        let nearest = EditDistance.nearest(to: word, among: known.map(\.name), within: word.utf8.count < 6 ? 1 : 2)
        return known.first { $0.name == nearest }
    }

    /// Whether a word is this status's, in any case.
    private func matches(_ word: Span<UInt8>) -> Bool {
        let name: StaticString =
            switch self {
            case .created: "created"
            case .sent: "sent"
            case .delivered: "delivered"
            case .failed: "failed"
            case .opened: "opened"
            case .received: "received"
            case .converted: "converted"
            case .bounced: "bounced"
            case .suppressed: "suppressed"
            case .skipped: "skipped"
            case .attempted: "attempted"
            case .dropped: "dropped"
            case .unsubscribed: "unsubscribed"
            case .other: ""
            }
        guard name.utf8CodeUnitCount == word.count else { return false }
        return name.withUTF8Buffer { letters in
            for index in 0..<word.count where word[index] | 0x20 != letters[index] { return false }
            return true
        }
    }
}
