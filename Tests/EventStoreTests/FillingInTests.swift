import Testing
import TrackingLog

@testable import EventStore

@Suite("What a record leaves out is taken from its message or delivery, as known then")
struct FillingInTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    /// An event that says only that it happened.
    private func bare(_ time: Int64, hwid: String = "H1") -> Line {
        Line(time: time, target: nil, hwid: hwid, app: nil, payload: nil)
    }

    @Test("in the same batch, in another one, and by another process", arguments: [1, 2, 3])
    func filledIn(way: Int) throws {
        let first = Line(time: 1, payload: "{\"x\":1}")
        let recorder = Recorder(store)
        switch way {
        case 1: try recorder.record([first, bare(2)])
        case 2:
            try recorder.record([first])
            try recorder.record([bare(2)])
        default:
            try recorder.record([first])
            try Recorder(try scratch.store()).record([bare(2)])
        }
        #expect(try store.rows() == ["1|T1|user|H1|sent||A|{\"x\":1}", "2|T1|user|H1|sent||A|{\"x\":1}"])
    }

    @Test("another device has its message's target and app, and no payload")
    func otherDevice() throws {
        try Recorder(store).record([Line(time: 1), bare(2, hwid: "H2")])
        try Recorder(store).record([bare(3, hwid: "H3")])
        #expect(
            try store.rows() == ["1|T1|user|H1|sent||A|{}", "2|T1|user|H2|sent||A|", "3|T1|user|H3|sent||A|"])
    }

    @Test("what is explicitly empty stays empty")
    func explicitlyEmpty() throws {
        try Recorder(store).record([Line(time: 1), Line(time: 2, target: "", app: "", payload: "")])
        #expect(try store.rows() == ["1|T1|user|H1|sent||A|{}", "2|T1||H1|sent|||"])
    }

    @Test("what is not known then stays empty; what comes later fills only what comes after it")
    func unknownThen() throws {
        let recorder = Recorder(store)
        try recorder.record([bare(1)])
        try recorder.record([Line(time: 2, target: nil, app: "A", payload: nil), bare(3)])
        try Recorder(try scratch.store()).record([Line(time: 4, target: "user", app: "B", payload: "{\"p\":1}")])
        try recorder.record([bare(5), bare(6, hwid: "H2")])
        #expect(
            try store.rows() == [
                "1|T1||H1|sent|||", "2|T1||H1|sent||A|", "3|T1||H1|sent||A|", "4|T1|user|H1|sent||B|{\"p\":1}",
                "5|T1||H1|sent||A|", "6|T1||H2|sent||A|",
            ])
    }
}
