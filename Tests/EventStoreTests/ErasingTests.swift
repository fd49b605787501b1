import Foundation
import Testing
import TrackingLog

@testable import EventStore

@Suite("Whom events are about is erased from a store")
struct ErasingTests {
    private let scratch: Scratch
    private let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    private func record(_ lines: [Line]) throws {
        try Recorder(store, asOf: noon).record(lines)
    }

    private static func payload(_ user: String) -> String { #"{"aps":{},"md":{"user_id":"\#(user)"}}"# }

    /// A pseudonym that is another one for each text and message.
    private static func pseudonym(_ addressee: Addressee, replacesCode: Bool) -> Addressee {
        func erased(_ text: [UInt8]) -> [UInt8] {
            text.isEmpty ? [] : Array("x\(KeyedHash.of((text + addressee.trackingCode).span).low)".utf8)
        }
        return Addressee(
            appCode: addressee.appCode,
            trackingCode: replacesCode ? erased(addressee.trackingCode) : addressee.trackingCode,
            target: erased(addressee.target), hwid: erased(addressee.hwid),
            payload: addressee.payload.isEmpty ? [] : Array(#"{"aps":{}}"#.utf8))
    }

    @discardableResult
    private func erase(
        people: [String] = [], devices: [String] = [], codes: [String] = [], replacesCodes: Bool = true,
        store: EventStore? = nil
    ) throws -> Int {
        let erasing = StoreErasing(
            of: store ?? self.store, ErasureSubjects(people: people, devices: devices, codes: codes), grace: .zero)
        let events = try erasing.run { Self.pseudonym($0, replacesCode: replacesCodes) }.events
        try erasing.end()
        return events
    }

    private func find(_ people: String...) throws -> StoreFindings {
        try StoreErasing(of: store, ErasureSubjects(people: people, devices: [], codes: [])).find()
    }

    private func holds(_ text: String) throws -> Bool {
        for name in try scratch.names {
            let data = try Data(contentsOf: URL(filePath: scratch.path + "/" + name))
            if data.range(of: Data(text.utf8)) != nil { return true }
        }
        return false
    }

    @Test("a message to a person, all rows of it, and no byte of the ids stays in the files")
    func message() throws {
        try record([
            Line(time: 10, target: "person-1", hwid: "", status: "created", payload: Self.payload("person-1")),
            Line(time: 11, target: "person-1", hwid: "device-1", payload: ""),
            Line(time: 12, target: "", hwid: "device-2", payload: ""),
            Line(time: 13, code: "T2", target: "person-2", hwid: "device-1", payload: Self.payload("person-2")),
        ])
        let before = try store.rows()
        #expect(try find("person-1").count == 3 && find("nobody").isEmpty)
        #expect(try erase(people: ["person-1"]) == 3)
        let after = try store.rows()
        #expect(after.count == 4 && after[3] == before[3])
        #expect(try find("person-1").isEmpty && store.check().isEmpty)
        #expect(try !holds("person-1") && !holds("T1|") && holds("person-2"))
        // The device's other messages are somebody else's.
        #expect(try holds("device-1") && !holds("device-2"))
        #expect(Set(after.prefix(3).map { $0.split(separator: "|", omittingEmptySubsequences: false)[1] }).count == 1)
    }

    @Test("of a message to many, the rows of one: the message keeps its tracking code")
    func broadcast() throws {
        try record(
            (1...5).flatMap { number in
                [
                    Line(time: 10, target: "user-\(number)", hwid: "", status: "created", description: "\(number)"),
                    Line(time: 11, target: "user-\(number)", hwid: "hwid-\(number)"),
                ]
            })
        let before = try store.rows()
        #expect(try erase(people: ["user-3"], replacesCodes: false) == 2)
        let after = try store.rows()
        #expect(zip(before, after).count { $0 == $1 } == 8 && after.allSatisfy { $0.contains("|T1|") })
        #expect(try store.check().isEmpty && !holds("user-3") && !holds("hwid-3"))
    }

    @Test("events that are recorded again are new, and those of others are not")
    func again() throws {
        let lines = [
            Line(time: 10, target: "user-1", hwid: "hwid-1", payload: Self.payload("user-1")),
            Line(time: 11, code: "T2", target: "user-2", hwid: "hwid-2", payload: Self.payload("user-2")),
        ]
        let recorder = Recorder(store, asOf: noon)
        try recorder.record(lines)
        #expect(try erase(people: ["user-1"]) == 1)
        // The recorder remembers numbers from before, and must not use them.
        #expect(throws: StoreError.self) {
            try recorder.add(EventBatch(lines))
            _ = try erase(people: ["user-1"])
            _ = try recorder.commit()
        }
        let recording = try Recorder(store, asOf: noon).record(lines)
        #expect(recording.accepted == 1 && recording.duplicates == 1)
        #expect(try store.check().isEmpty && store.isNumberedWithoutGaps())
        #expect(try erase(people: ["user-1"]) == 1 && store.check().isEmpty)
    }

    @Test("codes, also of messages whose events were pruned")
    func codes() throws {
        try record([Line(time: 10, code: "T-gone", status: "created"), Line(time: 200_000_000, code: "T-here")])
        try store.seal(through: noon.day)
        let pruning = Pruning(of: store, before: Timestamp(secondsSince1970: 1_000), grace: .zero)
        #expect(try pruning.run(losing: pruning.nights()).events == 1)
        #expect(try holds("T-gone"))
        #expect(try erase(codes: ["T-gone", "T-here"]) == 1)
        #expect(try !holds("T-gone") && !holds("T-here") && store.check().isEmpty)
    }

    @Test("a delivery that usually says the person is written again though its events say others")
    func usual() throws {
        try record([
            Line(time: 10, target: "user-1", status: "created"),
            Line(time: 20, target: "user-2", status: "created", payload: Self.payload("user-2")),
        ])
        // The event that said so first is gone, as by pruning.
        try store.execute("DELETE FROM event WHERE time = 10")
        try store.execute("DELETE FROM event_sum")
        try store.write { database in
            let query = try PreparedQuery<StoredEvent.Columns>(database, from: "event")
            let event = try query.only(orMissing: "event") { StoredEvent($0) }
            var sums = try EventSums(of: [event], database)
            try sums.store(in: database)
        }
        let before = try store.rows()
        #expect(try erase(people: ["user-1"]) == 0)
        #expect(try store.rows() == before && store.check().isEmpty && !holds("user-1"))
    }

    @Test("jobs whose logs are finished or being written are queued again, but for the logs that hold no such row")
    func jobs() throws {
        try record([Line(time: noon.secondsSince1970 - 10, target: "user-1", payload: Self.payload("user-1"))])
        let queue = JobQueue(of: store)
        func finish(_ isDone: Bool) throws -> (job: JobID, result: JobID) {
            let job = try queue.add(asOf: noon, date: nil, at: noon)
            let claim = try #require(try queue.claim(at: noon))
            if isDone { #expect(try queue.finish(claim, rows: 1, bytes: 1, at: noon)) }
            return (job, claim.worker)
        }
        let (clean, dirty, running) = try (finish(true), finish(true), finish(false))
        let erasing = StoreErasing(
            of: store, ErasureSubjects(people: ["user-1"], devices: [], codes: []), grace: .zero)
        let erased = try erasing.run(keeping: [clean.result]) { Self.pseudonym($0, replacesCode: true) }
        #expect(erased.events == 1 && Set(erased.results) == [dirty.result, running.result])
        #expect(try queue.job(clean.job, at: noon)?.state == .done)
        for job in [dirty.job, running.job] { #expect(try queue.job(job, at: noon)?.state == .queued) }
    }

    @Test("a run that was stopped is known, and the next one rewrites the file though nothing is left to erase")
    func stopped() throws {
        try record([Line(time: 10, target: "user-1", payload: Self.payload("user-1"))])
        let erasing = StoreErasing(
            of: store, ErasureSubjects(people: ["user-1"], devices: [], codes: []), grace: .zero)
        #expect(try !erasing.wasStopped())
        try store.execute("UPDATE pruning SET stage = stage + 2")
        #expect(try !erasing.wasStopped())
        // What it had learned from the store is kept until archives are erased, too.
        #expect(try erasing.run { Self.pseudonym($0, replacesCode: true) }.events == 1)
        let message = MessageKey(appCode: Array("A".utf8), trackingCode: Array("T1".utf8))
        #expect(try erasing.wasStopped() && erasing.messagesOfStoppedRun() == [message])
        try erasing.end()
        #expect(try !erasing.wasStopped() && erasing.messagesOfStoppedRun().isEmpty && !holds("T1"))
        #expect(try erase(people: ["nobody"]) == 0 && !erasing.wasStopped())
    }

    @Test("random events: everybody else's stay as they were, and the store is sound", arguments: 1...12)
    func random(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
        let users = (1...6).map { "user-\($0)" }
        let hwids = [""] + (1...8).map { "hwid-\($0)" }
        var lines: [Line] = []
        for _ in 0..<400 {
            let user = pick(users)
            let payloads = ["", "{}", "text", Self.payload(user), Self.payload(pick(users))]
            lines.append(
                Line(
                    time: Int64.random(in: 0..<200_000, using: &random),
                    code: "T\(Int.random(in: 0..<60, using: &random))",
                    target: [nil, "", user, pick(hwids), String(repeating: "f", count: 64)].randomElement(
                        using: &random) ?? nil,
                    hwid: pick(hwids), status: pick(["created", "sent", "Delivered", "failed"]),
                    description: pick(["", "BadDeviceToken"]), app: pick(["A", "B"]),
                    payload: pick(payloads)))
        }
        var rest = lines[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...120, using: &random)
            try record(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
            if Bool.random(using: &random), let night = try store.nextNight(), night < noon.day {
                _ = try store.seal(night)
            }
        }
        let before = try store.rows().map { Fields($0) }
        let people = Array(users.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
        let devices = Array(hwids.dropFirst().shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
        let codes = Bool.random(using: &random) ? ["T1", "T2"] : []
        let subjects = ErasureSubjects(people: people, devices: devices, codes: codes)
        var reader = ErasureReader(subjects)
        let verdicts = before.map { $0.verdict(&reader) }
        let named = Set(zip(before, verdicts).filter { $0.1 == .personNamed }.map(\.0.message))
        let expected = zip(before, verdicts).map { fields, verdict in
            switch verdict {
            case .named, .personNamed: true
            case .nobody: named.contains(fields.message) || codes.contains(fields[1])
            case .another: codes.contains(fields[1])
            }
        }
        #expect(try erase(people: people, devices: devices, codes: codes) == expected.count { $0 })
        let after = try store.rows().map { Fields($0) }
        try #require(after.count == before.count)
        for (index, isErased) in expected.enumerated() {
            guard isErased else {
                #expect(after[index] == before[index])
                continue
            }
            #expect([0, 4, 5, 6].allSatisfy { after[index][$0] == before[index][$0] })
            #expect(
                [2, 3].allSatisfy {
                    before[index][$0].isEmpty ? after[index][$0].isEmpty : after[index][$0].hasPrefix("x")
                })
            #expect(!after[index][7].contains("user"))
        }
        #expect(try store.check().isEmpty)
        #expect(try StoreErasing(of: store, subjects).find().isEmpty)
        for text in people + devices where expected.contains(true) {
            #expect(try !holds("\(text)\"") && !holds("\(text)|"))
        }
        // What is not erased is known, what is erased is not.
        let kept = zip(before, expected).filter { !$0.1 }.map { $0.0.line }
        let recording = try Recorder(store, asOf: noon).record(kept)
        #expect(recording.accepted == 0 && recording.duplicates == kept.count)
        #expect(try store.check().isEmpty)
    }

    /// The fields of a row, as ``EventStore/rows()`` gives it.
    private struct Fields: Equatable {
        private let fields: [String]

        init(_ row: String) { fields = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }

        subscript(index: Int) -> String { fields[index] }
        var message: [String] { [fields[1], fields[6]] }

        var line: Line {
            Line(
                time: Int64(fields[0]) ?? 0, code: fields[1], target: fields[2], hwid: fields[3], status: fields[4],
                description: fields[5], app: fields[6], payload: fields[7])
        }

        func verdict(_ reader: inout ErasureReader) -> ErasureReader.Verdict {
            func bytes(_ index: Int) -> [UInt8] { Array(fields[index].utf8) }
            return Addressee(
                appCode: bytes(6), trackingCode: bytes(1), target: bytes(2), hwid: bytes(3), payload: bytes(7)
            ).verdict(&reader)
        }
    }
}

/// Numbers that are the same for a seed (splitmix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
