import GRDB
import TrackingLog

extension EventWriter {
    /// Decides what to record of the rows of a part, after all rows before them.
    ///
    /// - Returns: the number of rows that were not refused, and of rows that replace a stored event.
    mutating func decide(part index: Int) throws -> (decided: Int, replaced: Int) {
        let end = index + 1 < parts.count ? parts[index + 1].start : rows.count
        let isBound = parts[index].apps != nil
        var (decided, replaced) = (0, 0)
        for row in rows[parts[index].start..<end] where row.delivery >= 0 {
            decided += 1
            if !isBound {
                switch try fate(of: row) {
                case .new: break
                case .known: continue
                case .replacing: replaced += 1
                }
            }
            try decide(row)
        }
        return (decided, replaced)
    }

    private mutating func decide(_ row: RowDraft) throws {
        let isFirst = deliveries[row.delivery].state == .unknown
        if isFirst { try begin(row.delivery, with: details[row.details]) }
        let known = deliveries[row.delivery].known
        let outcome = outcomes.outcome(row.outcome)
        var event = RecordedEvent(
            time: row.time, message: known.message, device: known.device, outcome: outcome.identity)
        if outcome.spelling != outcome.identity { event.spelling = outcome.spelling }
        event.night = nights.night(of: row.time)
        event.details = known.fingerprint
        event.outcomeFingerprint = outcome.fingerprint
        if !isFirst, row.details >= 0 {
            guard try compare(&event, details[row.details], row.delivery) else { return }
        }
        messages.note(deliveries[row.delivery].message, time: row.time, isCreation: row.isCreation)
        recorded.append(event)
    }

    /// Begins a delivery with what its first row says.
    private mutating func begin(_ position: Int, with details: DeliveryDetails) throws {
        let draft = deliveries[position]
        let message = messages.number(draft.message)
        let device = identifiers.number(of: draft.hwid)
        let target = try target(details, of: draft.message)
        let payload = payloads.number(of: details.payload)
        try messages.note(draft.message, target: target.number)
        let identity = identity(of: draft)
        let fingerprint = fingerprint.details(
            of: identity, target: target.fingerprint, payload: details.payload.fingerprint)
        deliveries[position].state = .new
        deliveries[position].known = KnownDelivery(
            message: message, device: device, target: target.number, payload: payload, identity: identity,
            fingerprint: fingerprint, usual: details.missing.subtracting(.appCode).isEmpty ? details.key : (0, 0),
            isNamed: draft.known.isNamed)
    }

    /// Marks where an event deviates from what is usual of its delivery.
    ///
    /// - Returns: false where the event is there already.
    private mutating func compare(
        _ event: inout RecordedEvent, _ details: DeliveryDetails, _ position: Int
    ) throws -> Bool {
        let delivery = deliveries[position]
        if delivery.state == .stored, identifiers.isUnknown(details.target) || payloads.isUnknown(details.payload) {
            // The new texts of an event that is not kept must not be kept either.
            if try events.contains(event) { return false }
        }
        let target = try target(details, of: delivery.message)
        let isPayloadMissing = details.missing.contains(.payload)
        let payload = isPayloadMissing ? delivery.known.payload : payloads.number(of: details.payload)
        if target.number != delivery.known.target { event.target = target.number }
        if payload != delivery.known.payload { event.payload = payload }
        if event.target != nil {
            let isFirstTarget = try target.number != 0 && messages.target(delivery.message) == 0
            // An event that is there already, even if only since the last row, says nothing new of its message.
            if isFirstTarget { try flush() }
            if isFirstTarget || delivery.state == .stored, try events.contains(event) { return false }
            try messages.note(delivery.message, target: target.number)
        }
        if event.target != nil || event.payload != nil {
            event.details = fingerprint.details(
                of: delivery.known.identity, target: target.fingerprint,
                payload: isPayloadMissing ? try payloads.fingerprint(of: payload) : details.payload.fingerprint)
        } else if details.missing.subtracting(.appCode).isEmpty {
            deliveries[position].known.usual = details.key
        }
        return true
    }

    private mutating func target(
        _ details: DeliveryDetails, of message: Int
    ) throws -> (number: Int64, fingerprint: UInt64) {
        guard details.missing.contains(.target) else {
            return (identifiers.number(of: details.target), details.target.fingerprint)
        }
        let number = try messages.target(message)
        return (number, number == 0 ? identifiers.empty.fingerprint : try identifiers.fingerprint(of: number))
    }
}

// MARK: - Events that were recorded without an app

extension EventWriter {
    private enum Fate {
        /// The event is not among those without an app.
        case new
        /// It is there, and stays as it is.
        case known
        /// It was there, and was replaced by the row, which names the app.
        case replacing
    }

    /// Compares a row of a sender bound to no app with the same event without an app, which may be stored.
    ///
    /// Such an event was recorded before a sender of this kind named the app. A row without an app is the same event. A
    /// row that names the app replaces the stored event, so that tokens bound to the app can read it; unless the stored
    /// one is sealed: then the row is the same event too.
    private mutating func fate(of row: RowDraft) throws -> Fate {
        let unnamed = messages.unnamed(deliveries[row.delivery].message)
        guard unnamed != 0 else { return .new }
        let delivery = deliveries[row.delivery]
        var device = delivery.known.device
        if delivery.state == .unknown {
            guard !identifiers.isUnknown(delivery.hwid) else { return .new }
            device = identifiers.number(of: delivery.hwid)
        }
        var event = RecordedEvent(
            time: row.time, message: delivery.known.message, device: device,
            outcome: outcomes.outcome(row.outcome).identity)
        try flush()
        if delivery.state != .unknown, try events.contains(event) { return .known }
        event.message = unnamed
        guard let there = try events.find(event) else { return .new }
        let night = there.night ?? Timestamp(secondsSince1970: there.time).day.daysSince1970
        guard row.appless < 0, night >= nights.open else { return .known }
        try take(there, event)
        return .replacing
    }

    /// Takes an event out of the store again.
    private mutating func take(_ there: StoredEvent, _ event: RecordedEvent) throws {
        if let recorded = recorded.last(where: { $0.isSame(as: event) }) {
            let fingerprint = fingerprint.event(
                details: recorded.details, outcome: recorded.outcomeFingerprint, time: there.time, seq: there.seq)
            removedSums.add(time: there.time, night: there.night, fingerprint: fingerprint)
        } else {
            removedSums.add(try EventSums(of: [there], database))
        }
        try events.remove(event)
    }
}
