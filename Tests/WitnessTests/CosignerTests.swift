import Foundation
import Synchronization
import Testing
import TrackingLog

@testable import TransparencyLog
@testable import Witness

@Suite("A witness and its state")
struct CosignerTests {
    private let folder: TestFolder
    private let key: CosigningKey
    private let log: TestLog
    private var state: String { folder.path + "/state.json" }

    init() throws {
        folder = try TestFolder()
        key = try CosigningKey(new: "witness.example/w1")
        log = try TestLog("example.com/log")
    }

    private func open(_ logs: [TestLog]? = nil, patience: Int = 0) throws -> Cosigner {
        try Cosigner(key, logs: (logs ?? [log]).map(\.key.verifier), state: state, patience: patience) {
            Timestamp(secondsSince1970: 1_795_132_800)
        }
    }

    @Test("cosigns what extends the last checkpoint, and remembers it when it is opened again")
    func remembers() throws {
        for (old, new) in [(0, 0), (0, 3), (3, 3), (3, 17), (17, 40)] {
            let witness = try open()
            #expect(witness.isNew == (old == 0 && new == 0))
            guard case .cosigned(let checkpoint, let line) = try witness.answer(log.request(old, new)) else {
                Issue.record("\(old) to \(new) is refused")
                continue
            }
            #expect(checkpoint.size == new && line.cosignatureTime == 1_795_132_800)
            let last = try #require(witness.last(of: log.origin))
            #expect(try last.verify(with: [log.key.verifier, key.verifier]) == [log.key.verifier, key.verifier])
            #expect(witness.last(ofOriginHash: SHA256Hash.of(Array(log.origin.utf8))) == last)
        }
        let again = try open()
        guard case .refused(.conflict(40)) = try again.answer(log.request(17, 40)) else {
            return #expect(Bool(false), "the state is forgotten")
        }
    }

    @Test("refuses the other branch of a fork, before and after a restart")
    func fork() throws {
        let fork = try TestLog("example.com/log", key: log.key, sharing: 10)
        for round in 0..<2 {
            let witness = try open(patience: 5)
            if round == 0 { _ = try witness.answer(log.request(0, 20)) }
            for request in [
                try fork.request(20, 20), try fork.request(20, 30), try fork.request(20, 30, proofOf: log),
                try fork.request(0, 30), try fork.request(10, 30),
            ] {
                guard case .refused(let decision) = try witness.answer(request) else {
                    Issue.record("two histories are cosigned")
                    continue
                }
                #expect([409, 422].contains(decision.status))
            }
            #expect(try Checkpoint(#require(witness.last(of: log.origin)).text).root == log.tree.root(of: 20))
        }
    }

    @Test("keeps logs apart whose names only look the same")
    func names() throws {
        let logs = [try TestLog("caf\u{E9}.example"), try TestLog("cafe\u{301}.example"), log]
        do {
            let witness = try open(logs)
            for (number, log) in logs.enumerated() {
                guard case .cosigned = try witness.answer(log.request(0, number + 1)) else {
                    Issue.record("\(number) is taken for another log")
                    continue
                }
            }
        }
        let again = try open(logs, patience: 5)
        #expect(try logs.map { try Checkpoint(#require(again.last(of: $0.origin)).text).size } == [1, 2, 3])
    }

    @Test("of many requests at once, cosigns one history")
    func together() throws {
        let fork = try TestLog("example.com/log", key: log.key, sharing: 5)
        let witness = try open()
        let cosigned = Mutex<[Int: Set<SHA256Hash>]>([:])
        let sizes = Mutex<[Int]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            let own = worker % 2 == 0 ? log : fork
            for new in 1...40 {
                let last = (witness.last(of: log.origin)).flatMap { try? Checkpoint($0.text).size } ?? 0
                guard last <= new, let request = try? own.request(last, new),
                    case .cosigned(let checkpoint, _)? = try? witness.answer(request)
                else { continue }
                cosigned.withLock { _ = $0[checkpoint.size, default: []].insert(checkpoint.root) }
                sizes.withLock { $0.append(checkpoint.size) }
            }
        }
        let all = cosigned.withLock { $0 }
        #expect(!all.isEmpty && all.values.allSatisfy { $0.count == 1 })
        #expect([log, fork].contains { branch in all.allSatisfy { $0.value == [branch.tree.root(of: $0.key)] } })
        #expect(sizes.withLock { $0.max() } == all.keys.max())
    }

    @Test("one process at a time has the state")
    func locked() throws {
        do {
            let first = try open()
            withExtendedLifetime(first) {
                let error = #expect(throws: WitnessStateError.self) { _ = try open() }
                #expect(error.map { "\($0)".contains("another process is using") } ?? false)
            }
        }
        _ = try open(patience: 5)
    }

    @Test("a state that is torn, edited, something else or another key's is refused, and stays as it is")
    func foreign() throws {
        do {
            let witness = try open()
            _ = try witness.answer(log.request(0, 20))
        }
        let good = try Data(contentsOf: URL(filePath: state))
        let text = String(decoding: good, as: UTF8.self)
        let strange: [(String, String)] = [
            ("", "it is empty"), (String(text.prefix(text.count / 2)), "not JSON"), ("{}", "not JSON"),
            (text.replacing("pushtrail.witness/1", with: "pushtrail.witness/2"), "not JSON with the schema"),
            (text.replacing("\\n20\\n", with: "\\n19\\n"), "changed or damaged"),
            (text.replacing("[\n", with: "[\n\n"), "as it stands"),
            (text.replacing("\(key.verifier.label)\"", with: "other+00000000\""), "of other+00000000"),
        ]
        for (contents, reason) in strange {
            try Data(contents.utf8).write(to: URL(filePath: state))
            let error = #expect(throws: WitnessStateError.self, "\(reason)") { _ = try open(patience: 5) }
            #expect(error.map { "\($0)".contains(reason) } ?? false, "\(String(describing: error)): \(reason)")
            #expect(try Data(contentsOf: URL(filePath: state)) == Data(contents.utf8))
        }
        try good.write(to: URL(filePath: state))
        #expect(throws: WitnessStateError.self) {
            _ = try Cosigner(CosigningKey(new: "witness.example/w1"), logs: [], state: state, patience: 5)
        }
        _ = try open(patience: 5)
    }

    @Test("a line that is repeated is kept once, so that what is written can be read again")
    func repeated() throws {
        var request = try log.request(0, 3)
        let line = try #require(request.checkpoint.signatures.first)
        request.checkpoint.signatures = Array(repeating: line, count: SignedNote.maximumSignatures)
        do {
            let witness = try open()
            guard case .cosigned = try witness.answer(request) else {
                return #expect(Bool(false), "it is refused")
            }
        }
        let last = try #require(try open(patience: 5).last(of: log.origin))
        #expect(last.signatures.count == 2 && last.signatures[0] == line)
    }

    @Test("the same checkpoint again gets a new cosignature, and the state stays as it is")
    func again() throws {
        let witness = try open()
        _ = try witness.answer(log.request(0, 3))
        let before = try Data(contentsOf: URL(filePath: state))
        guard case .cosigned(_, let line) = try witness.answer(log.request(3, 3)) else {
            return #expect(Bool(false), "it is refused")
        }
        var note = try log.note(3)
        note.signatures = [line]
        #expect(try note.verify(with: [key.verifier]) == [key.verifier])
        #expect(try Data(contentsOf: URL(filePath: state)) == before)
    }

    @Test("a state that is missing is not created again once its key was used")
    func missing() throws {
        let mark = folder.path + "/key.used"
        func open(_ state: String) throws -> Cosigner {
            try Cosigner(key, logs: [log.key.verifier], state: state, mark: mark, patience: 5)
        }
        do {
            let witness = try open(state)
            #expect(witness.isNew && FileManager.default.fileExists(atPath: mark))
            _ = try witness.answer(log.request(0, 20))
        }
        // Killed before the mark was written, the first run leaves a state without one.
        try FileManager.default.removeItem(atPath: mark)
        #expect(try !open(state).isNew && FileManager.default.fileExists(atPath: mark))
        let moved = folder.path + "/moved.json"
        try FileManager.default.moveItem(atPath: state, toPath: moved)
        for path in [state, folder.path + "/other.json"] {
            let error = #expect(throws: WitnessStateError.self) { _ = try open(path) }
            #expect(
                error.map { "\($0)".contains("is missing, and \(mark) says") } ?? false, "\(String(describing: error))")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        guard case .refused(.conflict(20)) = try open(moved).answer(log.request(0, 20)) else {
            return #expect(Bool(false), "the state is forgotten")
        }
    }

    @Test("a link to a state is the state: it is locked and replaced where it lies")
    func link() throws {
        let link = folder.path + "/link.json"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: state)
        func open(_ state: String) throws -> Cosigner {
            try Cosigner(key, logs: [log.key.verifier], state: state, patience: 0)
        }
        let first = try open(link)
        try withExtendedLifetime(first) {
            _ = try first.answer(log.request(0, 3))
            #expect(throws: WitnessStateError.self) { _ = try open(state) }
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == state)
        #expect(try CosignedLogs(Array(Data(contentsOf: URL(filePath: state))), key: key.verifier).count == 1)
    }

    @Test("nothing is cosigned once something else has replaced the state, though it says the same")
    func replaced() throws {
        let witness = try open()
        _ = try witness.answer(log.request(0, 3))
        let same = try Data(contentsOf: URL(filePath: state))
        try same.write(to: URL(filePath: state), options: .atomic)
        let error = #expect(throws: WitnessStateError.self) { _ = try witness.answer(log.request(3, 20)) }
        #expect(error.map { "\($0)".contains("was replaced while this process used it") } ?? false)
        #expect(try Data(contentsOf: URL(filePath: state)) == same)
    }

    @Test("nothing is cosigned at a time that no cosignature can have")
    func clock() throws {
        for time in [Int64.min, -1, 0] {
            let witness = try Cosigner(key, logs: [log.key.verifier], state: state, patience: 5) {
                Timestamp(secondsSince1970: time)
            }
            let error = #expect(throws: WitnessStateError.self) { _ = try witness.answer(log.request(0, 3)) }
            #expect(error.map { "\($0)".contains("clock is wrong") } ?? false)
            #expect(witness.last(of: log.origin) == nil)
        }
    }

    @Test("nothing is cosigned where the state cannot be written")
    func unwritable() throws {
        let witness = try open()
        _ = try witness.answer(log.request(0, 3))
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(throws: WitnessStateError.self) { _ = try witness.answer(log.request(3, 20)) }
        // What was not cosigned is not remembered.
        #expect(try Checkpoint(#require(witness.last(of: log.origin)).text).size == 3)
    }
}
