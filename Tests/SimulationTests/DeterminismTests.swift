import Simulation
import Testing
import TrackingLog

@Suite("Simulated traffic is the same whenever and wherever it is made")
struct DeterminismTests {
    @Test("the same values give the same bytes", arguments: [RowFormat.csv, .ndjson])
    func repeats(format: RowFormat) {
        let traffic = Traffic(messages: 500, seed: 7, end: Traffic.moment)
        #expect(traffic.rows(as: format) == traffic.rows(as: format))
    }

    @Test("another seed gives other traffic")
    func seeds() {
        let one = Traffic(messages: 50, seed: 1, end: Traffic.moment).rows(as: .csv)
        let two = Traffic(messages: 50, seed: 2, end: Traffic.moment).rows(as: .csv)
        #expect(one != two)
    }

    @Test("the bytes of version 0.1 stay what they were, on every machine")
    func known() {
        // It changes with any change to the simulation, which then needs a word in the notes of the version: people compare
        // runs by their seeds.
        let traffic = Traffic(messages: 1000, seed: 42, end: Traffic.moment)
        #expect(Self.fingerprint(traffic.rows(as: .csv)) == 7_326_263_876_643_808_888)
    }

    /// FNV-1a.
    static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @Test("pieces of any size join to the same rows", arguments: [1, 100, 4096])
    func pieces(count: Int) {
        let traffic = Traffic(messages: 200, end: Traffic.moment)
        var stream = TrafficStream(traffic, as: .csv)
        var joined: [UInt8] = []
        var piece: [UInt8] = []
        while stream.read(into: &piece, count: count) { joined += piece }
        #expect(joined == traffic.rows(as: .csv))
    }

    @Test("both orders have the same events, and only recording has some of them late")
    func orders() throws {
        var traffic = Traffic(messages: 2000, end: Traffic.moment)
        let byTime = try traffic.events()
        traffic.order = .asRecorded
        let asRecorded = try traffic.events()
        #expect(Set(byTime) == Set(asRecorded))
        #expect(byTime.count == asRecorded.count)
        #expect(zip(byTime, byTime.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(zip(asRecorded, asRecorded.dropFirst()).contains { $0.time > $1.time })
    }

    @Test("no messages make an empty log: its header and nothing else")
    func none() {
        let traffic = Traffic(messages: 0, end: Traffic.moment)
        #expect(traffic.rows(as: .csv) == Array((Column.header + "\n").utf8))
        #expect(traffic.rows(as: .ndjson).isEmpty)
    }
}
