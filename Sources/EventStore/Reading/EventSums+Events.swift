import GRDB

extension EventSums {
    /// The sums of events of the store.
    init(of events: [StoredEvent], _ database: Database) throws {
        self.init()
        let texts = try DeliveryTexts(database)
        let sorted = events.sorted(by: StoredEvent.isBefore)
        try texts.visit(sorted) { range, _, text in
            for event in sorted[range] { try texts.add(event, of: text, to: &self) }
        }
    }
}
