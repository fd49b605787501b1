import Testing

@testable import TrackingLog

@Suite("Which rows an erasure is about")
struct ErasureSubjectsTests {
    private let subjects = ErasureSubjects(people: ["p"], devices: ["d"], codes: ["T"])

    private func verdict(
        hwid: String = "", target: String = "", payload: String = "", isEscaped: Bool = false
    ) -> ErasureReader.Verdict {
        var reader = ErasureReader(subjects)
        return Array(hwid.utf8).withUnsafeBytes { hwid in
            Array(target.utf8).withUnsafeBytes { target in
                Array(payload.utf8).withUnsafeBytes { payload in
                    reader.verdict(hwid: hwid, target: target, payload: payload, isEscaped: isEscaped)
                }
            }
        }
    }

    private static func user(_ id: String) -> String { #"{"aps":{},"md":{"user_id":"\#(id)"}}"# }

    @Test("a person is the payload's user, else what a target names, or a hwid")
    func people() {
        #expect(verdict(hwid: "x", target: "y", payload: Self.user("p")) == .personNamed)
        #expect(verdict(payload: Self.user("p").replacing("\"", with: "\"\""), isEscaped: true) == .personNamed)
        #expect(verdict(payload: #"{"md":{"user_id":"\u0070"}}"#) == .personNamed)
        #expect(verdict(hwid: "x", target: "p") == .personNamed)
        // The message is for somebody else: only this row names the person.
        #expect(verdict(hwid: "x", target: "p", payload: Self.user("q")) == .named)
        #expect(verdict(hwid: "p", target: "y") == .named)
    }

    @Test("a device is a hwid or a target, and no user")
    func devices() {
        #expect(verdict(hwid: "d", target: "y", payload: Self.user("q")) == .named)
        #expect(verdict(target: "d") == .named)
        #expect(verdict(payload: Self.user("d")) == .another)
    }

    @Test("rows that name somebody else are kept apart from those that name nobody")
    func others() {
        #expect(verdict(hwid: "x", payload: Self.user("q")) == .another)
        #expect(verdict(hwid: "x", target: "y") == .another)
        // A device and a push token name no person.
        #expect(verdict(hwid: "x", target: "x") == .nobody)
        #expect(verdict(hwid: "x", target: String(repeating: "a", count: 64)) == .nobody)
        #expect(verdict(hwid: "x", payload: "no JSON") == .nobody)
        #expect(verdict() == .nobody)
    }

    @Test("codes are messages, letter by letter")
    func codes() {
        #expect(Array("T".utf8).withUnsafeBytes { subjects.includes(code: $0) })
        #expect(Array("t".utf8).withUnsafeBytes { !subjects.includes(code: $0) })
        #expect(Array("p".utf8).withUnsafeBytes { !subjects.includes(code: $0) })
    }

    @Test("a reader remembers the last payload, and nothing of it stays")
    func memory() {
        var reader = ErasureReader(subjects)
        func next(_ payload: String) -> ErasureReader.Verdict {
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            return Array(payload.utf8).withUnsafeBytes {
                reader.verdict(hwid: none, target: none, payload: $0, isEscaped: false)
            }
        }
        let texts = [Self.user("p"), Self.user("q"), "", Self.user("p"), "[]", Self.user("p"), Self.user("p")]
        #expect(
            texts.map(next) == [.personNamed, .another, .nobody, .personNamed, .nobody, .personNamed, .personNamed])
    }
}
