import GRDB
import TrackingLog

extension EventWriter {
    /// Moves events to their nights that were in the store before, in another night.
    mutating func moveNights(of recorded: ArraySlice<RecordedEvent>) throws {
        var moving: [StoredEvent] = []
        for event in recorded {
            guard let there = try events.find(event), there.night != event.night else { continue }
            moving.append(there)
        }
        guard !moving.isEmpty else { return }
        removedSums.add(try EventSums(of: moving, database))
        let change = try PreparedStatement(
            database, "UPDATE event SET night = ?5 WHERE time = ?1 AND message = ?2 AND device = ?3 AND outcome = ?4")
        for index in moving.indices {
            moving[index].night = nights.night(of: moving[index].time)
            change.bind(moving[index].time, at: 1)
            change.bind(moving[index].message, at: 2)
            change.bind(moving[index].device, at: 3)
            change.bind(moving[index].identity, at: 4)
            change.bind(moving[index].night, at: 5)
            try change.run()
        }
        sums.add(try EventSums(of: moving, database))
    }
}
