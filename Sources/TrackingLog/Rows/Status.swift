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
    /// A person opened it; also written `clicked` and `click`.
    case opened
    /// A device confirmed that it arrived.
    case received
    /// The person did what the campaign was for.
    case converted
    /// A provider took it, and would report a refusal; counted like ``delivered`` if nothing else decides.
    case accepted
    /// The gateway refused it.
    case bounced
    /// It was held back: nothing is sent to the person or the device.
    case suppressed
    /// It was skipped; counted like ``suppressed``.
    case skipped
    /// It could not be sent; counted like ``suppressed``.
    case undeliverable
    /// It was held back, because the token had bounced before; counted like ``suppressed``.
    case dropped
    /// The person has unsubscribed; counted like ``suppressed``.
    case unsubscribed
    /// Sending began.
    case attempted
    /// A draft was made, and not sent.
    case drafted
    /// Any other word.
    case other

    /// The status of a word, in any case; nil for any other word.
    public init?(_ word: Span<UInt8>) {
        // Length and a letter or two leave one candidate.
        guard word.count >= 4, word.count <= 13 else { return nil }
        let candidate: (status: Status, word: StaticString)
        switch (word.count, word[0] | 0x20) {
        case (4, .s): candidate = (.sent, "sent")
        case (5, .c): candidate = (.opened, "click")
        case (6, .o): candidate = (.opened, "opened")
        case (6, .f): candidate = (.failed, "failed")
        case (7, .c): candidate = word[1] | 0x20 == .r ? (.created, "created") : (.opened, "clicked")
        case (7, .s): candidate = (.skipped, "skipped")
        case (7, .b): candidate = (.bounced, "bounced")
        case (7, .d): candidate = word[2] | 0x20 == .a ? (.drafted, "drafted") : (.dropped, "dropped")
        case (8, .r): candidate = (.received, "received")
        case (8, .a): candidate = (.accepted, "accepted")
        case (9, .d): candidate = (.delivered, "delivered")
        case (9, .c): candidate = (.converted, "converted")
        case (9, .a): candidate = (.attempted, "attempted")
        case (10, .s): candidate = (.suppressed, "suppressed")
        case (12, .u): candidate = (.unsubscribed, "unsubscribed")
        case (13, .u): candidate = (.undeliverable, "undeliverable")
        default: return nil
        }
        guard candidate.word.isSame(as: word) else { return nil }
        self = candidate.status
    }

    /// The word of a log, in lower case; `other` has none.
    public var name: String { "\(self)" }

    /// The other words of logs that are read as this status, in lower case. Events are counted under ``name``.
    public var otherWords: [String] { self == .opened ? ["clicked", "click"] : [] }

    /// The name that an unknown status is counted under: its word, ASCII letters in lower case.
    package static func name(ofUnknown word: UnsafeRawBufferPointer) -> String {
        String(decoding: word.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// The name that a word's events are counted under.
    ///
    /// It is the status's name; an unknown word's own, ASCII letters in lower case.
    ///
    /// - Parameter word: the word, in any case.
    package static func name(of word: Span<UInt8>) -> [UInt8] {
        if let status = Status(word) { return Array(status.name.utf8) }
        return word.indices.map { word[$0].lowercasedASCII }
    }

    /// The known word that an unknown one is perhaps meant for; nil if none is close.
    ///
    /// Two letters may be inserted, deleted, changed or swapped; one in a short word.
    ///
    /// - Parameter word: the unknown word, in any case.
    public static func nearestWord(to word: String) -> String? {
        let word = String(decoding: word.utf8.map(\.lowercasedASCII), as: UTF8.self)
        return EditDistance.nearest(to: word, among: words.map(\.word), within: word.utf8.count < 6 ? 1 : 2)
    }
}

extension StaticString {
    /// Whether a word of letters is this one, in any case.
    fileprivate func isSame(as word: Span<UInt8>) -> Bool {
        guard utf8CodeUnitCount == word.count else { return false }
        return withUTF8Buffer { letters in
            for index in 0..<word.count where word[index] | 0x20 != letters[index] { return false }
            return true
        }
    }
}
