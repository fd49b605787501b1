public import TrackingLog
public import WebClient

/// Sends what is in the outbox, and keeps what nobody took for the next run.
public struct AlertDelivery {
    /// The rules, which know the addresses.
    public var rules: AlertRules
    /// Posts a notice; throws where it was not taken.
    public var post: (_ notice: Notice, _ url: WebAddress) throws -> Void
    /// Sends a message of mail; throws where it was not sent.
    public var mail: (_ notices: [Notice], _ to: [MailAddress]) throws -> Void

    /// How long a notice is tried, in seconds.
    private static let patience: Int64 = 7 * 86_400

    /// A delivery.
    ///
    /// - Parameters:
    ///   - rules: the rules, which know the addresses.
    ///   - post: posts a notice.
    ///   - mail: sends a message of mail.
    public init(
        _ rules: AlertRules, post: @escaping (_ notice: Notice, _ url: WebAddress) throws -> Void,
        mail: @escaping (_ notices: [Notice], _ to: [MailAddress]) throws -> Void
    ) {
        self.rules = rules
        self.post = post
        self.mail = mail
    }

    /// Sends all that may be sent now.
    ///
    /// - Parameters:
    ///   - state: what was taken leaves its outbox.
    ///   - now: the time.
    /// - Returns: what went wrong, a line each.
    public func send(_ state: inout AlertState, at now: Timestamp) -> [String] {
        var troubles: [String] = []
        var kept: [OutgoingNotice] = []
        // After one failure a webhook is left alone until the next run; notices stay in their order.
        var failed: Set<String> = []
        var letters: [(to: [MailAddress], items: [OutgoingNotice])] = []
        for item in state.outbox {
            guard let rule = rules.named(item.rule) else {
                // Another file of rules may have it.
                if !isStale(item, now) { kept.append(item) }
                continue
            }
            if rule.quietHours?.contain(now) ?? false {
                kept.append(item)
                continue
            }
            switch item.way {
            case .mail:
                guard !rule.addresses.isEmpty else { continue }
                if let place = letters.firstIndex(where: { $0.to == rule.addresses }) {
                    letters[place].items.append(item)
                } else {
                    letters.append((rule.addresses, [item]))
                }
            case .webhook(let index):
                guard rule.webhooks.indices.contains(index) else { continue }
                let url = rule.webhooks[index]
                if failed.contains("\(rule.name)\n\(index)") {
                    kept.append(item)
                    continue
                }
                do {
                    try post(item.notice, url)
                } catch {
                    failed.insert("\(rule.name)\n\(index)")
                    keep([item], &kept, &troubles, now, because: error)
                }
            }
        }
        for letter in letters {
            do {
                try mail(letter.items.map(\.notice), letter.to)
            } catch {
                keep(letter.items, &kept, &troubles, now, because: error)
            }
        }
        state.outbox = kept
        return troubles
    }

    private func isStale(_ item: OutgoingNotice, _ now: Timestamp) -> Bool {
        item.notice.time.adding(seconds: Self.patience) < now
    }

    private func keep(
        _ items: [OutgoingNotice], _ kept: inout [OutgoingNotice], _ troubles: inout [String], _ now: Timestamp,
        because error: any Error
    ) {
        let stale = items.filter { isStale($0, now) }
        kept += items.filter { !isStale($0, now) }
        let end = stale.isEmpty ? "the next run tries again" : "\(stale.count.counting("notice")) of last week given up"
        troubles.append("\(error); \(end)")
    }
}
