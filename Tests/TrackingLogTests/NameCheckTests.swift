import Testing
import TrackingLog

@Suite("A name, held against the naming convention")
struct NameCheckTests {
    @Test(
        "follows it or departs from it in one way",
        arguments: [
            ("Cart Recovery | Push 1 | 1hr | Incentive test", "ok"), ("Cart Recovery|Push 1|1hr", "ok"),
            ("Welcome", "no step"), ("Welcome | Push 1", "no timing"), ("a | b | c | d | e", "too many parts"),
            ("a | | c", "empty part"), ("a | b | c |", "empty part"), ("|", "empty part"), (" \t", "empty part"),
            ("a | b | c | d | ", "empty part"), ("", "no name"), ("a\u{301}|b|c", "ok"), ("a|\u{301}b|c", "ok"),
        ])
    func check(_ name: String, _ expected: String) {
        #expect(NameCheck(of: name).name == expected)
    }

    @Test("of nothing is that there is none")
    func nothing() {
        #expect(NameCheck(of: nil) == .noName)
    }
}
