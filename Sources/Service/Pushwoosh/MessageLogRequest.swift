import TrackingLog

/// What a call of `getMessageLog` asks for.
struct MessageLogRequest: Hashable, Sendable {
    /// The maximum time between `date_from` and `date_to`: 30 days, in seconds.
    static let maximumInterval: Int64 = 30 * 86_400
    /// The maximum number of events of a page, and that where the call names none.
    static let maximumLimit = 100_000
    private static let defaultLimit = 10_000

    var messageCode: String?
    var campaignCode: String?
    var hwids: [String]
    var userID: String?
    var from: Timestamp?
    var to: Timestamp?
    var application: String?
    /// Empty means all.
    var actions: Set<MessageAction>
    /// Nil means all.
    var platforms: Set<Platform>?
    var limit: Int
    var pageToken: String?

    /// Reads a call.
    ///
    /// - Throws: ``PushwooshResponse``, which says what is wrong.
    init(_ call: PushwooshCall) throws(PushwooshResponse) {
        messageCode = try call.nonempty("message_code")
        campaignCode = try call.nonempty("campaign_code")
        hwids = try call.texts("hwid").filter { !$0.isEmpty }
        userID = try call.nonempty("user_id")
        application = try call.nonempty("application_code")
        pageToken = try call.nonempty("pagination_token")
        from = try Self.time("date_from", .start, of: call)
        to = try Self.time("date_to", .end, of: call)
        guard messageCode != nil || campaignCode != nil || !hwids.isEmpty || userID != nil || from != nil && to != nil
        else {
            throw .wrong(
                "one of these is required: message_code, campaign_code, hwid, user_id, date_from and date_to")
        }
        if let from, let to { try Self.check(from, to) }
        actions = []
        for name in try call.texts("actions") {
            guard let action = MessageAction(rawValue: name.lowercased()) else {
                let known = MessageAction.allCases.map(\.rawValue).joined(separator: ", ")
                throw .wrong("actions: '\(name)' is not one of \(known)")
            }
            actions.insert(action)
        }
        let names = try call.texts("platforms")
        if !names.isEmpty {
            guard let platforms = Platform.named(names) else {
                throw .wrong("platforms has another one than \(Platform.allNames)")
            }
            self.platforms = platforms
        }
        limit = try call.number("limit") ?? Self.defaultLimit
        guard 1...Self.maximumLimit ~= limit else {
            throw .wrong("limit is not a number from 1 to \(Self.maximumLimit)")
        }
    }

    /// The times of the events, both included; nil means all.
    ///
    /// - Parameter now: the end where only the start is named.
    func times(upTo now: Timestamp) throws(PushwooshResponse) -> ClosedRange<Timestamp>? {
        guard from != nil || to != nil else { return nil }
        let to = to ?? max(now, from ?? now)
        let from = from ?? max(Timestamp.earliest, to.adding(seconds: -Self.maximumInterval))
        try Self.check(from, to)
        return from...to
    }

    private static func check(_ from: Timestamp, _ to: Timestamp) throws(PushwooshResponse) {
        guard from <= to else { throw .wrong("date_to is before date_from") }
        guard to.secondsSince1970 - from.secondsSince1970 <= maximumInterval else {
            throw .wrong("exceeded the maximum date interval. Max interval: 30 days")
        }
    }

    private static func time(
        _ name: String, _ bound: TimeBound, of call: PushwooshCall
    ) throws(PushwooshResponse) -> Timestamp? {
        guard let text = try call.nonempty(name) else { return nil }
        guard let time = bound.second(of: text) else {
            throw .wrong("\(name) is malformed: expected YYYY-MM-DD HH:MM:SS")
        }
        return time
    }
}

extension PushwooshCall {
    /// A string that may be left out, or empty.
    fileprivate func nonempty(_ name: String) throws(PushwooshResponse) -> String? {
        try optional(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
