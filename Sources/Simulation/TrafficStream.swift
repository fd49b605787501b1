public import TrackingLog

/// A traffic's rows, made as they are read.
///
/// Only events that are not due yet are in memory: at most the openings of three days.
public struct TrafficStream: ~Copyable {
    /// How many of the traffic's messages have been made so far.
    public private(set) var messages = 0
    /// How many messages that is, without those that a scenario leaves out and with those it adds.
    public var sentMessages: Int { trail.messages }
    /// How many events have been read so far.
    public private(set) var events = 0

    /// When each planted cause first changed an event, in the order of ``Truth/scenarios``; nil where none did so far.
    public var firstAffected: [Timestamp?] {
        trail.firstAffected.map { $0.map { start.adding(seconds: Int64($0)) } }
    }

    private let start: Timestamp
    private let population: Population
    private var rhythm: Rhythm
    private var trail: Trail
    private var writer: RowWriter
    /// When the next message is made; nil after the last.
    private var upcoming: UInt32?
    private var isHeaderDue: Bool
    /// How much earlier than its message's beginning an event may be dated, in seconds.
    private let lookBack: UInt32

    /// - Parameters:
    ///   - traffic: `messages` and `days` must be within the ranges that ``Traffic`` names.
    ///   - format: the format of the rows.
    public init(_ traffic: Traffic, as format: RowFormat) {
        precondition(0...Traffic.maximumMessages ~= traffic.messages && 1...Traffic.maximumDays ~= traffic.days)
        start = traffic.start
        population = Population(messages: traffic.messages, days: traffic.days, seed: traffic.seed)
        rhythm = Rhythm(start: traffic.start, days: traffic.days, messages: traffic.messages, seed: traffic.seed)
        let incidents = Incidents(traffic)
        trail = Trail(
            population: population, recording: traffic.order, end: UInt32(truncatingIfNeeded: traffic.days * 86_400),
            incidents: incidents.all)
        lookBack = traffic.order == .byTime ? incidents.lookBack : 0
        writer = RowWriter(format: format, start: traffic.start)
        isHeaderDue = format == .csv
        upcoming = rhythm.next()
    }

    /// Reads the next rows, never part of one.
    ///
    /// - Parameters:
    ///   - rows: receives the rows; its former contents are removed, its storage is kept.
    ///   - count: the approximate number of bytes; the last row may exceed it.
    /// - Returns: false at the end of the traffic.
    public mutating func read(into rows: inout [UInt8], count: Int = 256 << 10) -> Bool {
        rows.removeAll(keepingCapacity: true)
        if isHeaderDue {
            rows.append(contentsOf: Array(Column.header.utf8))
            rows.append(.lineFeed)
            isHeaderDue = false
        }
        while rows.count < count {
            // An event may be written once no message can begin before it.
            if let due = trail.pending.firstDue, upcoming.map({ due + lookBack < $0 }) ?? true,
                let event = trail.pending.removeFirst()
            {
                writer.write(
                    event, of: Message(number: event.message, population: population), in: population, to: &rows)
                events += 1
            } else if let time = upcoming {
                trail.lay(Message(number: UInt64(messages), population: population), madeAt: time)
                messages += 1
                upcoming = rhythm.next()
            } else {
                break
            }
        }
        return !rows.isEmpty
    }
}
