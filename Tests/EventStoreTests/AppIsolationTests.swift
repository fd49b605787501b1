import Foundation
import Testing
import TrackingLog

@testable import EventStore

@Suite("A tracking code is another message at another app")
struct AppIsolationTests {
    let scratch: Scratch
    let store: EventStore
    /// How many random interleavings are tried; `scripts/soak` asks for more.
    private static let seeds = UInt64(ProcessInfo.processInfo.environment["PUSHTRAIL_SEEDS"] ?? "") ?? 16

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    /// Rows of a sender that is bound to an app; nil of one that is bound to none.
    private struct Post {
        var app: String?
        var lines: [Line]

        func only(_ isKept: (Line) -> Bool) -> Post { Post(app: app, lines: lines.filter(isKept)) }
    }

    @discardableResult
    private func post(_ posts: [Post], into store: EventStore? = nil) throws -> [PartRecording] {
        let recorder = Recorder(store ?? self.store, asOf: noon)
        for post in posts { try recorder.addPart(EventBatch(post.lines), boundTo: post.app.map { [$0] }) }
        return try recorder.commitParts()
    }

    /// What a token bound to an app can read.
    private func read(_ app: String, of store: EventStore? = nil) throws -> [String] {
        var selection = EventSelection.everything
        selection.apps = [app]
        var rows: [String] = []
        try (store ?? self.store).readEvents(selection, into: &rows) { _, batch in
            batch.rows.map { row in
                [
                    "\(row.time.secondsSince1970)", batch.string(row.trackingCode), batch.string(row.target),
                    batch.string(row.hwid), batch.string(row.statusWord), batch.string(row.appCode),
                    batch.string(row.payload),
                ].joined(separator: "|")
            }
        } consume: {
            $0 += $1
        }
        return rows
    }

    @Test("a code that an app's sender claims stays the others': their rows without an app are not its")
    func claimed() throws {
        try post([Post(app: "A", lines: [Line(time: 1, target: "alice", app: "A", payload: "{\"a\":1}")])])
        let secret = Line(time: 2, target: "bob", hwid: "H2", status: "created", app: "B", payload: "{\"secret\":1}")
        try post([Post(app: nil, lines: [secret, Line(time: 3, target: nil, hwid: "H2", app: nil, payload: nil)])])
        #expect(try read("A") == ["1|T1|alice|H1|sent|A|{\"a\":1}"])
        #expect(
            try read("B") == ["2|T1|bob|H2|created|B|{\"secret\":1}", "3|T1|bob|H2|sent|B|{\"secret\":1}"])
        // Nor does the code's first owner keep the second one out.
        let refused = try post([Post(app: "B", lines: [Line(time: 4, target: nil, app: "B", payload: nil)])])
        #expect(refused[0].refused == [] && refused[0].recording.accepted == 1)
        #expect(try read("B").last == "4|T1|bob|H1|sent|B|")
    }

    @Test("no sender can claim a message without an app")
    func unclaimed() throws {
        try post([Post(app: nil, lines: [Line(time: 1, target: "bob", app: nil, payload: "{\"secret\":1}")])])
        try post([Post(app: "A", lines: [Line(time: 2, target: nil, app: "A", payload: nil)])])
        try post([Post(app: nil, lines: [Line(time: 3, target: nil, app: nil, payload: nil)])])
        #expect(try read("A") == ["2|T1||H1|sent|A|"])
        #expect(try store.rows().filter { $0.contains("|A|") }.count == 1)
        #expect(try store.rows().last == "3|T1|bob|H1|sent|||{\"secret\":1}")
    }

    @Test("a refusal does not show whether another app has the code")
    func refusals() throws {
        try post([Post(app: "B", lines: [Line(time: 1, code: "theirs", app: "B")])])
        let refused = try post([
            Post(app: "A", lines: [Line(time: 2, code: "theirs", app: nil), Line(time: 2, code: "unknown", app: nil)])
        ])[0].refused
        #expect(refused.map(\.row) == [0, 1])
        #expect(Set(refused.map(\.reason)).count == 1)
    }

    @Test(
        "of a token of several apps, a row without an app belongs to the one that knows its code; none or several are refused"
    )
    func several() throws {
        let recorder = Recorder(store)
        let lines = [
            Line(time: 1, code: "a", app: "A"), Line(time: 1, code: "both", app: "A"),
            Line(time: 1, code: "both", app: "C"),
            Line(time: 2, code: "a", app: nil), Line(time: 2, code: "both", app: nil),
            Line(time: 2, code: "none", app: nil),
        ]
        try recorder.addPart(EventBatch(lines), boundTo: ["A", "C"])
        let part = try recorder.commitParts()[0]
        #expect(part.refused.map(\.row) == [4, 5])
        #expect(part.recording.accepted == 4)
        #expect(try read("A").contains("2|a|user|H1|sent|A|{}"))
    }

    @Test("an event that was recorded without an app is the same once its app is named, and can then be read there")
    func named() throws {
        let bare = Line(time: 1, app: nil)
        try post([Post(app: nil, lines: [bare])])
        let naming = try post([Post(app: nil, lines: [Line(time: 1, app: "A", payload: "{\"new\":1}"), Line(time: 2)])])
        #expect(naming[0].recording == Recording(accepted: 1, duplicates: 1))
        #expect(try store.rows() == ["1|T1|user|H1|sent||A|{\"new\":1}", "2|T1|user|H1|sent||A|{}"])
        for line in [bare, Line(time: 1), Line(time: 2, app: nil)] {
            #expect(try post([Post(app: nil, lines: [line])])[0].recording == Recording(accepted: 0, duplicates: 1))
        }
        #expect(try store.check() == [])
    }

    @Test("all in one transaction too; what is sealed stays without its app")
    func namedAtOnce() throws {
        let lines = [Line(time: 1, app: nil), Line(time: 1, app: "A"), Line(time: 1, app: nil), Line(time: 1)]
        #expect(try post([Post(app: nil, lines: lines)])[0].recording == Recording(accepted: 1, duplicates: 3))
        #expect(try store.rows() == ["1|T1|user|H1|sent||A|{}"])
        try post([Post(app: nil, lines: [Line(time: 5, code: "T2", app: nil)])])
        try store.seal(through: noon.day)
        let late = try post([Post(app: nil, lines: [Line(time: 5, code: "T2")])])
        #expect(late[0].recording == Recording(accepted: 0, duplicates: 1))
        #expect(try store.check() == [])
    }

    @Test(
        "what a sender can read depends on its own rows and on unbound senders' rows, however they are mixed",
        arguments: 0..<Self.seeds)
    func property(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let posts = (0..<12).map { _ in randomPost(&random) }
        let mixed = try recorded(posts) { Int(1 + random.next() % 4) }
        #expect(try mixed.check() == [])
        for (app, other) in [("A", "B"), ("B", "A")] {
            let seen = try read(app, of: mixed)
            let alone = try read(app, of: recorded(posts.filter { $0.app != other }) { 1 })
            #expect(seen == alone, "\(app)")
            // What unbound senders say of the other app makes no difference either, unless rows leave their app out.
            let explicit = try recorded(posts.map { $0.only { $0.app != nil } }) { 3 }
            let own = try recorded(posts.filter { $0.app != other }.map { $0.only { $0.app == app } }) { 2 }
            let (seenOfExplicit, seenOfOwn) = (try read(app, of: explicit), try read(app, of: own))
            #expect(seenOfExplicit == seenOfOwn, "\(app)")
        }
    }

    /// A store into which posts were recorded, so many in a transaction.
    private func recorded(_ posts: [Post], batch: () -> Int) throws -> EventStore {
        let store = try EventStore(path: "\(scratch.path)/\(UUID().uuidString).db", creating: true)
        var rest = posts[...]
        while !rest.isEmpty {
            let count = min(rest.count, batch())
            try post(Array(rest.prefix(count)), into: store)
            rest = rest.dropFirst(count)
        }
        return store
    }

    private func randomPost(_ random: inout SplitMix) -> Post {
        let app = [nil, "A", "B"][Int(random.next() % 3)]
        let lines = (0..<Int(1 + random.next() % 3)).map { _ in
            Line(
                time: Int64(1 + random.next() % 3), code: "T\(random.next() % 2)",
                target: [nil, "u1", "u2"][Int(random.next() % 3)], hwid: "H\(random.next() % 2)",
                status: ["created", "sent"][Int(random.next() % 2)],
                app: app == nil ? [nil, "A", "B"][Int(random.next() % 3)] : [nil, app][Int(random.next() % 2)],
                payload: [nil, "{\"p\":1}", "{\"p\":2}"][Int(random.next() % 3)])
        }
        return Post(app: app, lines: lines)
    }
}

/// A small generator of random numbers, the same for the same seed.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
