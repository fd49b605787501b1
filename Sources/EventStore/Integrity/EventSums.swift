import GRDB
import TrackingLog

/// How many events there are of each UTC day and night, and the sum of their fingerprints.
///
/// A sum does not depend on the order in which events come or are read, and events can be added to it and taken from it.
struct EventSums: Equatable {
    /// The day of an event's own time, and the night it belongs to.
    struct Key: Hashable {
        var day: Int64
        var night: Int64
    }

    /// Some events.
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
    /// The key of the event that came last, whose sum is not in `sums` yet: the next one is nearly always of the same.
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
            settle()
            last = key
        }
        lastSum.events += 1
        lastSum.fingerprint &+= fingerprint
    }

    /// Adds some events of a day and a night.
    mutating func add(_ sum: Sum, of key: Key) { sums[key, default: Sum()] += sum }

    /// Adds the events of other sums.
    mutating func add(_ other: EventSums) {
        settle()
        var other = other
        other.settle()
        for (key, sum) in other.sums { sums[key, default: Sum()] += sum }
    }

    /// Puts what came last among the sums, which is needed before they are read.
    mutating func settle() {
        guard lastSum != Sum() else { return }
        sums[last, default: Sum()] += lastSum
        lastSum = Sum()
    }

    static func == (left: EventSums, right: EventSums) -> Bool { left.firstDifference(from: right) == nil }

    /// The earliest day whose events differ from those of other sums, with both counts; nil if none does.
    func firstDifference(from other: EventSums) -> (day: Day, here: Int, there: Int)? {
        var (here, there) = (self, other)
        here.settle()
        there.settle()
        let differing = Set(here.sums.keys).union(there.sums.keys).filter {
            here.sums[$0, default: Sum()] != there.sums[$0, default: Sum()]
        }
        guard let day = differing.map(\.day).min() else { return nil }
        return (Day(daysSince1970: day), here.events(of: day), there.events(of: day))
    }

    /// The days of which there are events, in order.
    var days: [Day] { Set(sums.keys.map(\.day)).sorted().map(Day.init(daysSince1970:)) }

    /// How many events there are.
    var events: Int { Int(sums.values.reduce(lastSum.events) { $0 + $1.events }) }

    private func events(of day: Int64) -> Int {
        sums.reduce(0) { $0 + ($1.key.day == day ? Int($1.value.events) : 0) }
    }
}

// MARK: - In the store

extension EventSums {
    /// The sums that the store keeps of the selected days or night.
    init(_ database: Database, of selection: EventSelection = .everything) throws {
        let sql = "SELECT day, night, events, fingerprint FROM event_sum WHERE "
        let rows: PreparedStatement
        if let night = selection.night {
            rows = try PreparedStatement(database, sql + "night = ?1")
            rows.bind(night.daysSince1970, at: 1)
        } else {
            rows = try PreparedStatement(database, sql + "day BETWEEN ?1 AND ?2")
            rows.bind(selection.days.lowerBound.daysSince1970, at: 1)
            rows.bind(selection.days.upperBound.daysSince1970, at: 2)
        }
        defer { rows.reset() }
        while try rows.step() {
            sums[Key(day: rows.integer(0), night: rows.integer(1))] = Sum(
                events: rows.integer(2), fingerprint: UInt64(bitPattern: rows.integer(3)))
        }
    }

    /// Adds these events to the sums that the store keeps.
    ///
    /// - Parameter removing: whether the events are taken from the store instead.
    mutating func store(in database: Database, removing: Bool = false) throws {
        settle()
        guard !sums.isEmpty else { return }
        // Not by SQL: sums wrap around, and SQLite's numbers turn into floating-point ones instead.
        let search = try PreparedStatement(
            database, "SELECT events, fingerprint FROM event_sum WHERE day = ?1 AND night = ?2")
        let change = try PreparedStatement(database, "INSERT OR REPLACE INTO event_sum VALUES (?1, ?2, ?3, ?4)")
        let removal = try PreparedStatement(database, "DELETE FROM event_sum WHERE day = ?1 AND night = ?2")
        for (key, added) in sums {
            search.bind(key.day, at: 1)
            search.bind(key.night, at: 2)
            var sum = Sum()
            if try search.step() {
                sum = Sum(events: search.integer(0), fingerprint: UInt64(bitPattern: search.integer(1)))
            }
            search.reset()
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

    /// Makes sure that the events that were read are those that the store recorded.
    ///
    /// - Throws: an error that names the first day whose events are not.
    func check(read: EventSums) throws {
        guard let difference = read.firstDifference(from: self) else { return }
        let found =
            difference.here == difference.there
            ? "not all of the \(difference.there) events of \(difference.day) are as they were recorded"
            : "\(difference.there) events of \(difference.day) were recorded, and \(difference.here) can be read"
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: found)
    }
}
