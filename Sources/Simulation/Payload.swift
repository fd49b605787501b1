import TrackingLog

/// The push's content, as the sender keeps it in the log.
enum Payload {
    /// Appends the payload of a message as a gateway gets it.
    static func append(_ message: Message, for gateway: Gateway, to text: inout [UInt8]) {
        switch gateway {
        case .apns:
            text.append(contentsOf: Pieces.iosAlert)
            text.append(contentsOf: message.step.texts[message.text])
            text.append(contentsOf: Pieces.iosBadge)
            text.append(.digit(UInt8(truncatingIfNeeded: message.identity % 5)))
            text.append(contentsOf: Pieces.iosSound)
            appendCustomData(of: message, to: &text)
            text.append(contentsOf: Pieces.iosEnd)
        case .fcm, .huawei, .adm:
            text.append(contentsOf: Pieces.androidTitle)
            text.append(contentsOf: message.step.texts[message.text])
            text.append(contentsOf: Pieces.androidHeader)
            appendCustomData(of: message, to: &text)
            text.append(contentsOf: Pieces.androidEnd)
        case .wns:
            // A toast is XML: text to readers.
            text.append(contentsOf: Pieces.toastStart)
            text.append(contentsOf: message.step.name)
            text.append(contentsOf: Pieces.toastEnd)
        case .webpush:
            break
        }
    }

    /// `md`: the data that the app gets, and `p`, the hash that it reports back with.
    private static func appendCustomData(of message: Message, to text: inout [UInt8]) {
        text.append(contentsOf: Pieces.name)
        text.append(contentsOf: message.step.name)
        text.append(contentsOf: Pieces.uid)
        text.appendDecimal(11_700_000_000 &+ message.person.number, digits: 11)
        text.append(contentsOf: Pieces.userID)
        message.person.appendUserID(to: &text)
        text.append(contentsOf: Pieces.hash)
        var bits = SplitMix64.mix(message.identity)
        for _ in 0..<2 + Int(truncatingIfNeeded: bits >> 62) {
            text.append(Pieces.alphabet[Int(truncatingIfNeeded: bits % 62)])
            bits /= 62
        }
    }

    /// The constant text between the parts that vary.
    private enum Pieces {
        static let iosAlert = Array(#"{"aps":{"alert":""#.utf8)
        static let iosBadge = Array(#"","badge":"#.utf8)
        static let iosSound = Array(#","sound":"default"},"#.utf8)
        static let iosEnd = Array(#"","pw_msg":"1"}"#.utf8)
        static let androidTitle = Array(#"{"title":""#.utf8)
        static let androidHeader = Array(#"","header":"Shop","#.utf8)
        static let androidEnd = Array(#"","pw_msg":"1","pri":"high"}"#.utf8)
        static let toastStart = Array(
            #"<toast launch="push"><visual><binding template="ToastText01"><text id="1">"#.utf8)
        static let toastEnd = Array("</text></binding></visual></toast>".utf8)
        static let name = Array(#""md":{"name":""#.utf8)
        static let uid = Array(#"","uid":"#.utf8)
        static let userID = Array(#","user_id":""#.utf8)
        static let hash = Array(#""},"p":""#.utf8)
        static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    }
}
