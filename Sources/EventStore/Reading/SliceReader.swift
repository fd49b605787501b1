import TrackingLog

/// Makes batches of slices of events, on one connection.
struct SliceReader {
    private let texts: DeliveryTexts
    private let created: ClosedRange<Int64>
    private let apps: [[UInt8]]?
    private let lastRecorded: Int64
    /// The sums of all events read, selected or not.
    private(set) var sums = EventSums()

    init(_ texts: DeliveryTexts, _ selection: EventSelection) {
        self.texts = texts
        created = selection.created.lowerBound.secondsSince1970...selection.created.upperBound.secondsSince1970
        apps = selection.apps?.bytes
        lastRecorded = selection.lastRecorded ?? .max
    }

    /// The selected ones of a slice's events, with their texts, in the given order.
    mutating func batch(of events: [StoredEvent]) throws -> EventBatch {
        var batch = EventBatch()
        var outcomes = NumberCache<(word: TextRange, description: TextRange, status: Status)>(bits: 8)
        // Deliveries are read in the order of their table; the rows then go back to the order of the events.
        let order = events.indices.sorted { StoredEvent.isBefore(events[$0], events[$1]) }
        let sorted = order.map { events[$0] }
        var rows = [EventRow?](repeating: nil, count: events.count)
        try texts.visit(sorted) { range, created, delivery in
            for event in sorted[range] { try texts.add(event, of: delivery, to: &sums) }
            guard self.created.contains(created), isWanted(delivery.appCode) else { return }
            let code = batch.append(delivery.trackingCode)
            let hwid = batch.append(delivery.hwid)
            let target = batch.append(delivery.target)
            let appCode = delivery.appCode.withUnsafeBytes { batch.append($0) }
            let payload = batch.append(delivery.payload)
            for index in range where sorted[index].seq <= lastRecorded {
                let event = sorted[index]
                let outcome: (word: TextRange, description: TextRange, status: Status)
                if let known = outcomes[event.outcome] {
                    outcome = known
                } else {
                    outcome = try texts.outcome(event.outcome) { word, description in
                        (batch.append(word), batch.append(description), Status(word) ?? .other)
                    }
                    outcomes[event.outcome] = outcome
                }
                rows[order[index]] = EventRow(
                    time: Timestamp(secondsSince1970: event.time), status: outcome.status, trackingCode: code,
                    target: try event.target.map { try texts.identifier($0) { batch.append($0) } } ?? target,
                    hwid: hwid, statusWord: outcome.word, description: outcome.description, appCode: appCode,
                    payload: try event.payload.map { try texts.payload($0) { batch.append($0) } } ?? payload)
            }
        }
        batch.rows = rows.compactMap(\.self)
        return batch
    }

    private func isWanted(_ app: [UInt8]) -> Bool { apps?.contains(app) ?? true }
}

extension EventBatch {
    /// Appends a text, and returns its place.
    fileprivate mutating func append(_ bytes: UnsafeRawBufferPointer) -> TextRange {
        defer { text.append(contentsOf: bytes) }
        return TextRange(start: text.count, count: bytes.count)
    }
}

extension Status {
    /// The status with a name, ignoring case; nil for any other word.
    fileprivate init?(_ word: UnsafeRawBufferPointer) {
        self.init(word.bindMemory(to: UInt8.self).span)
    }
}
