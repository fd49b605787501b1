import Testing
import TrackingLog

/// A text as a library, relay or server logs it, with the right answer.
struct RefusalText: Sendable, CustomTestStringConvertible {
    var text: String
    /// The platform of the delivery.
    var platform: Platform
    /// Who refused it; nil where the text leaves it open.
    var source: ReasonSource?
    var category: Reason.Category
    var retry: Reason.Retry
    var token: Reason.TokenAction

    var testDescription: String { "\(text.prefix(80)) (\(platform.name))" }
}

extension RefusalText {
    /// Texts with one answer.
    ///
    /// - Parameters:
    ///   - source: who refused them; nil where the texts leave it open.
    ///   - category: the area of the cause.
    ///   - retry: whether to send again.
    ///   - token: what to do with the token.
    ///   - platform: the platform of the deliveries.
    ///   - texts: the texts.
    static func texts(
        _ source: ReasonSource?, _ category: Reason.Category, _ retry: Reason.Retry, _ token: Reason.TokenAction,
        on platform: Platform = .unknown, _ texts: String...
    ) -> [RefusalText] {
        texts.map {
            RefusalText(
                text: $0, platform: platform, source: source, category: category, retry: retry, token: token)
        }
    }
}

extension ReasonSource {
    static let apns = ReasonSource.gateway(.apns)
    static let fcm = ReasonSource.gateway(.fcm)
    static let wns = ReasonSource.gateway(.wns)
    static let webpush = ReasonSource.gateway(.webpush)
    static let huawei = ReasonSource.gateway(.huawei)
    static let adm = ReasonSource.gateway(.adm)
    static let expo = ReasonSource.relay(.expo)
    static let sns = ReasonSource.relay(.sns)
    static let azure = ReasonSource.relay(.azure)
    static let onesignal = ReasonSource.relay(.onesignal)
    static let xiaomi = ReasonSource.relay(.xiaomi)
    static let airship = ReasonSource.relay(.airship)
    static let pushwoosh = ReasonSource.relay(.pushwoosh)
}
