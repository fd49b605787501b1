import Testing
import TrackingLog

@Suite("A message's name")
struct MessageNameTests {
    @Test(
        "is taken apart at its bars",
        arguments: [
            (
                "Cart Recovery | Push 1 | 1hr | Incentive test",
                ["Cart Recovery", "Push 1", "1hr", "Incentive test"] as [String?]
            ),
            ("Winback|Push 2", ["Winback", "Push 2", nil, nil]), ("Newsletter", ["Newsletter", nil, nil, nil]),
            ("a||c", ["a", nil, "c", nil]), (" | |\t| ", [nil, nil, nil, nil]),
            ("a |\u{301} b", ["a", "\u{301} b", nil, nil]), ("a | b | c | d | e", ["a", "b", "c", "d | e"]),
            ("a|b|c|", ["a", "b", "c", nil]),
            ("", [nil, nil, nil, nil]),
        ])
    func parts(_ text: String, _ parts: [String?]) {
        let name = MessageName(text)
        #expect([name.journey, name.step, name.timing, name.variant] == parts)
    }
}
