import Testing
import TrackingLog

struct StatusTests {
    func read(_ word: String) -> Status? { Status(Array(word.utf8).span) }

    @Test("every status is read by its word, blind to case", arguments: Status.allCases.filter { $0 != .other })
    func words(status: Status) {
        #expect(read(status.name) == status)
        #expect(read(status.name.uppercased()) == status)
        #expect(read(status.name.capitalized) == status)
    }

    @Test(
        "other words are no known status",
        arguments: ["", "sen", "senta", "sant", "opened ", "deliverec", "other", "öpened"])
    func otherWords(word: String) {
        #expect(read(word) == nil)
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
