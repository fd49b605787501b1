import GRDB
import TrackingLog

/// Writes events, one after the other, into the tables.
///
/// It remembers a bounded number of what it has met lately, so that an event of a known delivery costs one insert, and
/// its memory does not grow with the store.
final class EventWriter {
    private let identifiers: NumberedTexts
    private let apps: NumberedTexts
    private let outcomes: NumberedOutcomes
    private let payloads: NumberedPayloads
    private let messages: KnownMessages
    private let deliveries: KnownDeliveries
    private let events: RecordedEvents

    init(_ database: Database) throws {
        identifiers = try NumberedTexts(database, table: "identifier", column: "text", bits: 17)
        apps = try NumberedTexts(database, table: "app", column: "code", bits: 10)
        outcomes = try NumberedOutcomes(database, bits: 12)
        payloads = try NumberedPayloads(database, bits: 17)
        messages = try KnownMessages(database, bits: 17)
        deliveries = try KnownDeliveries(database, bits: 17)
        events = try RecordedEvents(database)
    }

    /// Forgets all that was remembered: the transaction it may come from was undone.
    func forget() {
        identifiers.forget()
        apps.forget()
        outcomes.forget()
        payloads.forget()
        messages.forget()
        deliveries.forget()
    }

    /// Writes an event that has a tracking code and a status.
    ///
    /// - Parameter seq: the number it gets.
    /// - Returns: false where the event was there already, and nothing was written.
    func write(_ text: RowText, seq: Int64) throws -> Bool {
        let codeKey = KeyedHash.of(text.trackingCode)
        let hwidKey = KeyedHash.of(text.hwid)
        let key = codeKey.combined(with: hwidKey)
        let outcome = try outcomes.outcome(of: text)
        let usual = text.usualKey

        let delivery: KnownDelivery
        if let known = deliveries.recent(key) {
            delivery = known
        } else if let known = try knownDelivery(of: text, codeKey: codeKey, hwidKey: hwidKey, key: key) {
            delivery = known
        } else {
            return try writeFirst(text, outcome, seq: seq, codeKey: codeKey, hwidKey: hwidKey, key: key)
        }
        let event = EventIdentity(
            time: text.row.time.secondsSince1970, message: delivery.message, device: delivery.device,
            outcome: outcome.identity)
        var deviation = Deviation()
        if text.row.missing.isEmpty, delivery.usual == usual {
            // The row says what the delivery's rows usually say.
        } else {
            guard let found = try deviating(text, event, from: delivery, codeKey: codeKey) else { return false }
            deviation = found
            if text.row.missing.isEmpty, deviation.isNone { deliveries.note(usual: usual, of: key) }
        }
        if outcome.spelling != outcome.identity { deviation.spelling = outcome.spelling }
        guard try events.add(event, seq: seq, deviation) else { return false }
        try noteTime(of: text, delivery, codeKey: codeKey, key: key)
        return true
    }
}

// MARK: - A delivery's first event

extension EventWriter {
    /// The delivery of a row, where the store holds it; nil where the row is the first of its delivery.
    private func knownDelivery(
        of text: RowText, codeKey: TextKey, hwidKey: TextKey, key: TextKey
    ) throws -> KnownDelivery? {
        let message: KnownMessage
        if let known = messages.recent(codeKey) {
            message = known
        } else {
            // The message is most probably new: one look at the table finds that out and adds it.
            let isMissing = text.row.missing
            let target = isMissing.contains(.target) ? 0 : try identifierNumber(text.target)
            let app = isMissing.contains(.appCode) ? 0 : try appNumber(text.appCode)
            let (added, isNew) = try messages.add(
                text.trackingCode, key: codeKey, time: text.row.time.secondsSince1970,
                isCreation: text.row.status == .created, target: target, app: app)
            if isNew { return nil }
            message = added
        }
        let device = try identifiers.number(of: text.hwid, key: hwidKey)
        return try deliveries.stored(message: message, device: device, key: key)
    }

    /// Writes the first event of a delivery, which cannot be there yet. Its message is.
    private func writeFirst(
        _ text: RowText, _ outcome: Outcome, seq: Int64, codeKey: TextKey, hwidKey: TextKey, key: TextKey
    ) throws -> Bool {
        let missing = text.row.missing
        let message = try message(of: text, codeKey: codeKey)
        let delivery = KnownDelivery(
            message: message.number, device: try identifiers.number(of: text.hwid, key: hwidKey),
            target: missing.contains(.target) ? message.target : try identifierNumber(text.target),
            app: missing.contains(.appCode) ? message.app : try appNumber(text.appCode),
            payload: missing.contains(.payload) ? 0 : try payloads.number(of: text, key: text.payloadKey),
            usual: missing.isEmpty ? text.usualKey : (0, 0),
            created: message.created, first: message.first)
        try deliveries.add(delivery, key: key)
        let event = EventIdentity(
            time: text.row.time.secondsSince1970, message: delivery.message, device: delivery.device,
            outcome: outcome.identity)
        let deviation = Deviation(spelling: outcome.spelling == outcome.identity ? nil : outcome.spelling)
        guard try events.add(event, seq: seq, deviation) else { return false }
        try noteNames(target: delivery.target, app: delivery.app, message, codeKey: codeKey)
        try noteTime(of: text, delivery, codeKey: codeKey, key: key)
        return true
    }

    /// The message of a row, which the store holds, with its target and app if anybody knows them.
    private func message(of text: RowText, codeKey: TextKey) throws -> KnownMessage {
        let missing = text.row.missing
        guard let message = messages.recent(codeKey),
            !(missing.contains(.target) && message.target == 0), !(missing.contains(.appCode) && message.app == 0)
        else {
            // Another process may have learned by now what the row leaves out.
            return try messages.stored(text.trackingCode, key: codeKey)
        }
        return message
    }
}

// MARK: - A delivery's other events

extension EventWriter {
    /// What a row says otherwise than its delivery's rows usually do; nil where the event turns out to be there already.
    ///
    /// Whether it is has to be known before its texts are added: those of an event that is not kept are not to stay.
    private func deviating(
        _ text: RowText, _ event: EventIdentity, from delivery: KnownDelivery, codeKey: TextKey
    ) throws -> Deviation? {
        let missing = text.row.missing
        var target = delivery.target
        var app = delivery.app
        var payload = delivery.payload
        var isKnownNew = false
        let message =
            missing.isDisjoint(with: [.target, .appCode]) ? nil : try self.message(of: text, codeKey: codeKey)

        if let message, missing.contains(.target) {
            target = message.target
        } else {
            let key = KeyedHash.of(text.target)
            if let number = identifiers.recentNumber(of: text.target, key: key) {
                target = number
            } else {
                guard try isNew(event, &isKnownNew) else { return nil }
                target = try identifiers.number(of: text.target, key: key)
            }
        }
        if let message, missing.contains(.appCode) {
            app = message.app
        } else {
            let key = KeyedHash.of(text.appCode)
            if let number = apps.recentNumber(of: text.appCode, key: key) {
                app = number
            } else {
                guard try isNew(event, &isKnownNew) else { return nil }
                app = try apps.number(of: text.appCode, key: key)
            }
        }
        if !missing.contains(.payload) {
            let key = text.payloadKey
            if let number = payloads.recentNumber(of: text, key: key) {
                payload = number
            } else {
                guard try isNew(event, &isKnownNew) else { return nil }
                payload = try payloads.number(of: text, key: key)
            }
        }
        if target != delivery.target || app != delivery.app {
            guard try isNew(event, &isKnownNew) else { return nil }
            let message = try message ?? self.message(of: text, codeKey: codeKey)
            try noteNames(target: target, app: app, message, codeKey: codeKey)
        }
        return Deviation(
            target: target == delivery.target ? nil : target, app: app == delivery.app ? nil : app,
            payload: payload == delivery.payload ? nil : payload)
    }

    private func isNew(_ event: EventIdentity, _ isKnownNew: inout Bool) throws -> Bool {
        if !isKnownNew { isKnownNew = try !events.contains(event) }
        return isKnownNew
    }
}

// MARK: - What an event says of its message

extension EventWriter {
    private func noteTime(
        of text: RowText, _ delivery: KnownDelivery, codeKey: TextKey, key: TextKey
    ) throws {
        let time = text.row.time.secondsSince1970
        let isCreation = text.row.status == .created
        guard time < delivery.first || isCreation && time < delivery.created else { return }
        try messages.note(delivery.message, key: codeKey, time: time, isCreation: isCreation)
        deliveries.note(time: time, isCreation: isCreation, of: key)
    }

    private func noteNames(target: Int64, app: Int64, _ message: KnownMessage, codeKey: TextKey) throws {
        guard message.target == 0 && target != 0 || message.app == 0 && app != 0 else { return }
        try messages.note(message.number, key: codeKey, target: target, app: app)
    }

    private func identifierNumber(_ text: UnsafeRawBufferPointer) throws -> Int64 {
        try identifiers.number(of: text, key: KeyedHash.of(text))
    }

    private func appNumber(_ text: UnsafeRawBufferPointer) throws -> Int64 {
        try apps.number(of: text, key: KeyedHash.of(text))
    }
}

extension RowText {
    /// The key of what a delivery's rows usually agree on: target, app and payload.
    fileprivate var usualKey: (low: UInt64, high: UInt64) {
        let key = KeyedHash.of(target).combined(with: KeyedHash.of(appCode)).combined(with: payloadKey)
        return (key.low, key.high)
    }
}
