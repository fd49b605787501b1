import Crypto
import Foundation
import TrackingLog

/// What stands in erased rows in place of those that they were about.
///
/// Pseudonyms are keyed hashes; the key is random, and gone when the run ends. They are the same in all rows of a message,
/// over all nights, so that a report still counts the same messages and deliveries; from one message to another nothing is
/// the same.
struct Pseudonymization: Sendable {
    private let key = SymmetricKey(size: .bits256)
    private let reader: PayloadReader
    private let subjects: ErasureSubjects
    /// The messages of people whose tracking codes are replaced, since all of their rows are erased.
    private let replaced: Set<MessageKey>

    /// - Parameters:
    ///   - subjects: whom the erasure is about. The tracking codes among them are replaced.
    ///   - replaced: further messages whose tracking codes are replaced.
    ///   - name: where payloads have the message's name.
    init(of subjects: ErasureSubjects, replacing replaced: Set<MessageKey>, name: JSONPointer) {
        self.subjects = subjects
        self.replaced = replaced
        reader = PayloadReader(name: name)
    }

    /// The pseudonymous addressee of an erased row.
    func of(_ addressee: Addressee) -> Addressee {
        let message = addressee.message
        return Addressee(
            appCode: addressee.appCode,
            trackingCode: replacesCode(of: message) ? pseudonym(of: [], in: message) : addressee.trackingCode,
            target: identifier(addressee.target, in: message, isTarget: true),
            hwid: identifier(addressee.hwid, in: message), payload: payload(of: addressee))
    }

    /// Whether the tracking code of a message is replaced.
    func replacesCode(of message: MessageKey) -> Bool {
        replaced.contains(message) || message.trackingCode.withUnsafeBytes { subjects.includes(code: $0) }
    }

    /// The pseudonym of a target or a device of a message; there is none of an empty one.
    private func identifier(_ text: [UInt8], in message: MessageKey, isTarget: Bool = false) -> [UInt8] {
        text.isEmpty ? [] : pseudonym(of: text, in: message, isTarget: isTarget)
    }

    /// The pseudonym of a text of a message, or, for the empty text, of the message itself.
    private func pseudonym(of text: [UInt8], in message: MessageKey, isTarget: Bool = false) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        for part in [message.appCode, message.trackingCode, text] {
            withUnsafeBytes(of: part.count.littleEndian) { code.update(data: $0) }
            code.update(data: part)
        }
        var digits: [UInt8] = []
        for byte in code.finalize() {
            for half in [byte >> 4, byte & 15] { digits.append(half < 10 ? 0x30 + half : 0x57 + half) }
        }
        // What looked like a push token has to look like one still: it names no person.
        let isToken = isTarget && PushToken.isLikely(text.span)
        return Array(Addressee.erased.utf8) + (isToken ? digits[...] : digits.prefix(16))
    }

    /// A payload that has of the old one what reports count by: the platform, and the message's name.
    private func payload(of addressee: Addressee) -> [UInt8] {
        var texts = PayloadTexts()
        let platform =
            reader.read(addressee.payload.span, quotesAreDoubled: false, into: &texts)
            ?? Platform(hwid: addressee.hwid.span)
        guard let platform, platform == .ios || platform == .android else { return [] }
        let named = texts.name.isEmpty ? nil : Self.object(at: reader.name.tokens[...], Self.quoted(texts.name))
        switch (platform, named) {
        case (.ios, nil): return Array(#"{"aps":{}}"#.utf8)
        case (.ios, let named?):
            let isInside = reader.name.tokens.first == Array("aps".utf8)
            return isInside ? named : Array(#"{"aps":{},"#.utf8) + named.dropFirst()
        case (_, let named): return named ?? Array(#"{"erased":true}"#.utf8)
        }
    }

    private static func object(at tokens: ArraySlice<[UInt8]>, _ value: [UInt8]) -> [UInt8] {
        guard let token = tokens.first else { return value }
        return [.openBrace] + quoted(token) + [.colon] + object(at: tokens.dropFirst(), value) + [.closeBrace]
    }

    private static func quoted(_ text: [UInt8]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let string = String(decoding: text, as: UTF8.self)
        return (try? encoder.encode(string)).map { Array($0) } ?? Array(#""""#.utf8)
    }
}
