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

    @Test("clicked and click are read as opened, blind to case", arguments: ["clicked", "CLICKED", "click", "Click"])
    func clicks(word: String) {
        #expect(read(word) == .opened)
    }

    @Test(
        "other words are no known status",
        arguments: [
            "", "sen", "senta", "sant", "opened ", "deliverec", "other", "öpened", "clic", "clicks", "clocked",
            "clacked",
            "drafter", "dropper", "accepter", "undelivered", "undeliverables",
        ])
    func otherWords(word: String) {
        #expect(read(word) == nil)
    }

    @Test(
        "a word's events are counted under the name of its status, or its own in lower case",
        arguments: [("Clicked", "opened"), ("SENT", "sent"), ("Read", "read"), ("ÖFFNET", "Öffnet")])
    func names(word: String, name: String) {
        #expect(Status.name(of: Array(word.utf8).span) == Array(name.utf8))
    }

    @Test("every known word is listed once, is known, and has a meaning")
    func list() {
        let words = Status.words
        #expect(Set(words.map(\.word)).count == words.count)
        #expect(words.allSatisfy { read($0.word) != nil && !$0.meaning.isEmpty })
        #expect(Set(words.compactMap { read($0.word) }).count == Status.allCases.count - 1)
    }

    @Test(
        "the nearest known word is suggested, and none that is far",
        arguments: [
            ("deliverd", "delivered"), ("Opned", "opened"), ("bounse", "bounced"), ("acepted", "accepted"),
            ("undelivrable", "undeliverable"), ("draftd", "drafted"), ("cliked", "clicked"), ("clic", "click"),
            ("read", nil), ("teleported", nil),
        ])
    func suggestions(word: String, nearest: String?) {
        #expect(Status.nearestWord(to: word) == nearest)
    }

    @Test("every status can be announced, and visited without others")
    func anomalies() {
        var finder = AnomalyFinder()
        for status in Status.allCases { finder.announce(status) }
        for status in Status.allCases.sorted(by: { $0.order < $1.order }) {
            let (attempt, anomalies) = finder.visit(
                status, at: Timestamp(secondsSince1970: 0), identity: UInt64(status.rawValue))
            #expect(attempt == (status == .sent ? 1 : nil))
            #expect(anomalies.isEmpty, "\(status)")
        }
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
