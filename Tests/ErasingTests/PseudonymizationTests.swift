import Testing
import TrackingLog

@testable import Erasing

@Suite("Pseudonyms of erased rows")
struct PseudonymizationTests {
    private let message = MessageKey(appCode: Array("A".utf8), trackingCode: Array("T".utf8))

    private func pseudonyms(replaces: Bool = true, name: JSONPointer = .name) -> Pseudonymization {
        Pseudonymization(
            of: ErasureSubjects(people: ["p"], devices: [], codes: ["T-code"]), replacing: replaces ? [message] : [],
            name: name)
    }

    private func addressee(
        _ code: String = "T", target: String = "p", hwid: String = "8a5f1f533537ab34", payload: String = ""
    ) -> Addressee {
        Addressee(
            appCode: Array("A".utf8), trackingCode: Array(code.utf8), target: Array(target.utf8),
            hwid: Array(hwid.utf8), payload: Array(payload.utf8))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("are the same within a message and a run, and nowhere else")
    func same() {
        let (one, other) = (pseudonyms(), pseudonyms())
        let first = one.of(addressee())
        #expect(one.of(addressee()) == first && other.of(addressee()) != first)
        #expect(one.of(addressee("T2")).hwid != first.hwid)
        #expect(text(first.hwid).wholeMatch(of: /erased-[0-9a-f]{16}/) != nil)
        // A target that is the device is it still.
        let device = one.of(addressee(target: "8a5f1f533537ab34"))
        #expect(device.target == device.hwid && device.hwid == first.hwid && first.target != first.hwid)
        let all = [first.trackingCode, first.target, first.hwid]
        #expect(Set(all).count == 3 && first.appCode == Array("A".utf8))
    }

    @Test("of empty fields are empty, and of what looks like a push token look like one")
    func shapes() {
        let empty = pseudonyms().of(addressee(target: "", hwid: ""))
        #expect(empty.target.isEmpty && empty.hwid.isEmpty && empty.payload.isEmpty)
        let token = pseudonyms().of(addressee(target: String(repeating: "a1", count: 32))).target
        #expect(PushToken.isLikely(token.span) && !PushToken.isLikely(pseudonyms().of(addressee()).target.span))
    }

    @Test("a tracking code is replaced where all rows of the message are erased, or it was asked for")
    func codes() {
        #expect(pseudonyms(replaces: false).of(addressee()).trackingCode == Array("T".utf8))
        #expect(pseudonyms().of(addressee("T2")).trackingCode == Array("T2".utf8))
        #expect(text(pseudonyms(replaces: false).of(addressee("T-code")).trackingCode).hasPrefix("erased-"))
    }

    @Test("a payload keeps the platform and the message's name")
    func payloads() {
        let ios = #"{"aps":{"alert":"Hi Anna"},"md":{"user_id":"p","name":"Say \"hi\""}}"#
        let android = #"{"data":{"x":1},"md":{"user_id":"p"}}"#
        func payload(_ text: String, hwid: String = "x", name: JSONPointer = .name) -> String {
            self.text(pseudonyms(name: name).of(addressee(hwid: hwid, payload: text)).payload)
        }
        #expect(payload(ios) == #"{"aps":{},"md":{"name":"Say \"hi\""}}"#)
        #expect(payload(android) == #"{"erased":true}"#)
        #expect(payload(#"{"md":{"name":"N"}}"#) == #"{"md":{"name":"N"}}"#)
        #expect(payload("no JSON") == "" && payload("[]") == "" && payload("") == "")
        // What the hwid looked like decides where no payload does.
        #expect(payload("", hwid: "8a5f1f533537ab34") == #"{"erased":true}"#)
        #expect(payload("", hwid: "0A1B2C3D-0000-4000-8000-0123456789AB") == #"{"aps":{}}"#)
        let inside = JSONPointer("/aps/category") ?? .name
        #expect(payload(#"{"aps":{"category":"C"}}"#, name: inside) == #"{"aps":{"category":"C"}}"#)
    }
}
