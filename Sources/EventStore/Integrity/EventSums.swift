import GRDB
import TrackingLog

/// The number of events of each UTC day and night, and the sum of their fingerprints.
///
/// A sum does not depend on the order of the events, and events can be added and subtracted.
struct EventSums: Equatable {
    /// The day of an event's own time, and the night it belongs to.
    struct Key: Hashable {
        var day: Int64
        var night: Int64
    }

    /// A number of events, and the sum of their fingerprints.
    struct Sum: Hashable {
        var events: Int64 = 0
        /// Wraps around.
        var fingerprint: UInt64 = 0

        static func += (left: inout Sum, right: Sum) {
            left.events += right.events
            left.fingerprint &+= right.fingerprint
        }

        static prefix func - (sum: Sum) -> Sum {
            Sum(events: -sum.events, fingerprint: 0 &- sum.fingerprint)
        }
    }

    private(set) var sums: [Key: Sum] = [:]
    /// The key of the last event, whose sum is not in `sums` yet: the next one nearly always has the same key.
    private var last = Key(day: 0, night: 0)
    private var lastSum = Sum()

    init() {}

    /// Adds an event.
    ///
    /// - Parameter night: nil where it is the event's own day.
    mutating func add(time: Int64, night: Int64?, fingerprint: UInt64) {
        let day = Timestamp(secondsSince1970: time).day.daysSince1970
        let key = Key(day: day, night: night ?? day)
        if key != last {
            addLast()
            last = key
        }
        lastSum.events += 1
        lastSum.fingerprint &+= fingerprint
    }

    /// Adds events of a day and a night.
    mutating func add(_ sum: Sum, of key: Key) { sums[key, default: Sum()] += sum }

    /// Adds the events of other sums.
    mutating func add(_ other: EventSums) {
        addLast()
        var other = other
        other.addLast()
        for (key, sum) in other.sums { sums[key, default: Sum()] += sum }
    }

    /// Adds the last events to the sums, as needed before these are read.
    private mutating func addLast() {
        guard lastSum != Sum() else { return }
        sums[last, default: Sum()] += lastSum
        lastSum = Sum()
    }

    static func == (left: EventSums, right: EventSums) -> Bool { left.firstDifference(from: right) == nil }

    /// The earliest day whose events differ in other sums, with both counts; nil where none does.
    func firstDifference(from other: EventSums) -> (day: Day, here: Int, there: Int)? {
        var (here, there) = (self, other)
        here.addLast()
        there.addLast()
        let differing = Set(here.sums.keys).union(there.sums.keys).filter {
            here.sums[$0, default: Sum()] != there.sums[$0, default: Sum()]
        }
        guard let day = differing.map(\.day).min() else { return nil }
        return (Day(daysSince1970: day), here.events(of: day), there.events(of: day))
    }

    /// The days with events, in order.
    var days: [Day] { Set(sums.keys.map(\.day)).sorted().map(Day.init(daysSince1970:)) }

    /// The number of events.
    var events: Int { Int(sums.values.reduce(lastSum.events) { $0 + $1.events }) }

    private func events(of day: Int64) -> Int {
        sums.reduce(0) { $0 + ($1.key.day == day ? Int($1.value.events) : 0) }
    }
}

// MARK: - In the store

extension EventSums {
    private enum Columns: Int32, QueryColumns {
        case day, night, events, fingerprint
    }

    /// The sums that the store keeps of the selected days or night.
    init(_ database: Database, of selection: EventSelection = .everything) throws {
        let rows: PreparedQuery<Columns>
        if let night = selection.night {
            rows = try PreparedQuery(database, from: "event_sum WHERE night = ?1")
            rows.bind(night.daysSince1970, at: 1)
        } else {
            rows = try PreparedQuery(database, from: "event_sum WHERE day BETWEEN ?1 AND ?2")
            rows.bind(selection.days.lowerBound.daysSince1970, at: 1)
            rows.bind(selection.days.upperBound.daysSince1970, at: 2)
        }
        defer { rows.reset() }
        while let row = try rows.next() {
            sums[Key(day: row.integer(.day), night: row.integer(.night))] = Self.sum(row)
        }
    }

    private static func sum(_ row: QueryRow<Columns>) -> Sum {
        Sum(events: row.integer(.events), fingerprint: UInt64(bitPattern: row.integer(.fingerprint)))
    }

    /// Adds these events to the sums that the store keeps.
    ///
    /// - Parameter removing: whether the events are subtracted instead.
    mutating func store(in database: Database, removing: Bool = false) throws {
        addLast()
        guard !sums.isEmpty else { return }
        // Not in SQL: sums wrap around, and SQLite turns large numbers into floating-point ones instead.
        let search = try PreparedQuery<Columns>(database, from: "event_sum WHERE day = ?1 AND night = ?2")
        let change = try PreparedStatement(database, "INSERT OR REPLACE INTO event_sum VALUES (?1, ?2, ?3, ?4)")
        let removal = try PreparedStatement(database, "DELETE FROM event_sum WHERE day = ?1 AND night = ?2")
        for (key, added) in sums {
            search.bind(key.day, at: 1)
            search.bind(key.night, at: 2)
            var sum = try search.first(Self.sum) ?? Sum()
            sum += removing ? -added : added
            let statement = sum == Sum() ? removal : change
            statement.bind(key.day, at: 1)
            statement.bind(key.night, at: 2)
            if sum != Sum() {
                statement.bind(sum.events, at: 3)
                statement.bind(Int64(bitPattern: sum.fingerprint), at: 4)
            }
            try statement.run()
        }
    }

    /// Checks that the events that were read are the recorded ones.
    ///
    /// - Throws: an error that names the first day whose events differ.
    func check(read: EventSums) throws {
        guard let difference = read.firstDifference(from: self) else { return }
        let found =
            difference.here == difference.there
            ? "not all of the \(difference.there) events of \(difference.day) are as they were recorded"
            : "\(difference.there) events of \(difference.day) were recorded, and \(difference.here) can be read"
        throw DatabaseError.damage(found)
    }
}
