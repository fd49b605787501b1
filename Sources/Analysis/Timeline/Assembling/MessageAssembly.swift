import TrackingLog

/// Assembles one message from its rows, by the rules of reports.
struct MessageAssembly {
    private var app = EarliestOf<ByteOrdered>()
    private var user = EarliestOf<ByteOrdered>()
    private var target = EarliestOf<ByteOrdered>()
    private var name = EarliestOf<ByteOrdered>()
    /// The rows of each hwid.
    private var deliveries: [UInt32: [FoundRow]] = [:]

    /// The messages of a subject among those with rows, in the order of their first events.
    static func messages(
        of subject: TimelineSubject, in found: borrowing FoundRows, _ aliases: Aliases?
    ) -> [TimelineMessage] {
        messages(in: found, aliases).compactMap { $0.narrowed(to: subject, aliases) }.sorted { $0.precedes($1) }
    }

    /// All messages with rows, in the order of their first events. An alias of a person is that person.
    static func messages(in found: borrowing FoundRows, _ aliases: Aliases?) -> [TimelineMessage] {
        var byCode: [UInt32: MessageAssembly] = [:]
        for row in found.rows { byCode[row.code, default: MessageAssembly()].add(row, found) }
        var messages: [TimelineMessage] = []
        var reader = DescriptionReader()
        for (code, assembly) in byCode {
            var message = assembly.message(found.text(code) ?? "", found, &reader)
            if let aliases { message.person = message.person.map { aliases.person(of: $0) } }
            messages.append(message)
        }
        return messages.sorted { $0.precedes($1) }
    }

    private mutating func add(_ row: FoundRow, _ found: borrowing FoundRows) {
        app.add(found.text(row.app).map(ByteOrdered.init), at: row.time)
        user.add(found.text(row.user).map(ByteOrdered.init), at: row.time)
        target.add(found.text(row.target).map(ByteOrdered.init), at: row.time)
        name.add(found.text(row.name).map(ByteOrdered.init), at: row.time)
        deliveries[row.hwid, default: []].append(row)
    }

    private func message(
        _ code: String, _ found: borrowing FoundRows, _ reader: inout DescriptionReader
    ) -> TimelineMessage {
        var assembled: [TimelineDelivery] = []
        for (hwid, rows) in deliveries {
            assembled.append(DeliveryAssembly.delivery(to: found.text(hwid) ?? "", rows, found, &reader))
        }
        assembled.sort { ($0.firstTime, $0.hwid) < ($1.firstTime, $1.hwid) }
        let platforms = assembled.reduce(into: PlatformSet()) { $0.insert(PlatformSet($1.platform)) }
        let summary = assembled.reduce(into: DeliverySummary()) {
            $0.formUnion(DeliverySummary($1.state, failure: $1.failure ?? .failed))
        }
        return TimelineMessage(
            code: code, name: name.value?.text, app: app.value?.text,
            person: person(hwids: assembled.map(\.hwid)),
            platform: platforms.agreed,
            outcome: MessageOutcome(summary), deliveries: assembled, otherDeliveries: 0)
    }

    private func person(hwids: [String]) -> String? {
        PersonRule.person(
            user: user.value?.text, target: target.value?.text,
            isDevice: { hwids.contains(where: $0.isSame(as:)) },
            isToken: { PushToken.isLikely(Array($0.utf8).span) })
    }
}

extension TimelineMessage {
    /// The message with only the deliveries of a subject; nil if there are none.
    func narrowed(to subject: TimelineSubject, _ aliases: Aliases?) -> TimelineMessage? {
        let isWhole: Bool
        switch subject {
        case .code: isWhole = true
        // If no person is named, the device stands for one.
        case .person(let name): isWhole = person?.isSame(as: name) ?? false
        case .hwid: isWhole = false
        }
        if isWhole { return self }
        var isAlias = false
        if case .person = subject {
            if person != nil { return nil }
            isAlias = true
        }
        var message = self
        message.deliveries = deliveries.filter { delivery in
            delivery.hwid.isSame(as: subject.name)
                || isAlias && aliases?.person(of: delivery.hwid).isSame(as: subject.name) ?? false
        }
        message.otherDeliveries = deliveries.count - message.deliveries.count
        return message.deliveries.isEmpty ? nil : message
    }

    /// The time of its first event.
    var firstTime: Timestamp { deliveries.map(\.firstTime).min() ?? .earliest }

    /// Whether its first event is before another's; in one second, by their codes.
    func precedes(_ other: TimelineMessage) -> Bool {
        (firstTime, code) < (other.firstTime, other.code)
    }
}

extension TimelineDelivery {
    fileprivate var firstTime: Timestamp { events.first?.time ?? .earliest }
}
