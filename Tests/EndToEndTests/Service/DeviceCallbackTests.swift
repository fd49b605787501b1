import Foundation
import Testing

extension ServicePeers {
    @Suite("Phones that report back", .hangGuard)
    struct DeviceCallbackTests {
        /// A message to one device, twice; the later is what a phone means.
        private static func events(_ code: String, minutesAgo: Double) -> String {
            let time = Date(timeIntervalSinceNow: -60 * minutesAgo).formatted(.iso8601)
            let payload = #"{"aps":{"alert":"Hello"},"p":"Zh","pw_msg":"1"}"#
            return ["created", "sent", "delivered"].map {
                #"{"timestamp":"\#(time)","tracking_code":"\#(code)","target_id":"D","hwid":"D","status":"\#($0)","#
                    + #""app_code":"C90C0-0E786","payload":\#(payload)}"# + "\n"
            }.joined()
        }

        private static func callback(_ hash: String, hwid: String = "D", app: String = "C90C0-0E786") -> String {
            #"{"request":{"application":"\#(app)","hwid":"\#(hwid)","userId":"D","device_type":1,"hash":"\#(hash)","#
                + #""metaData":{"uid":11793546856},"v":"6.5.1"}}"#
        }

        private func store() async throws -> Scratch {
            let scratch = try Scratch()
            let events = Self.events("T-OLD", minutesAgo: 30) + Self.events("T-NEW", minutesAgo: 20)
            try scratch.write(Array(events.utf8), to: "events.ndjson")
            try await scratch.ingest("events.ndjson")
            return scratch
        }

        @Test(
            "with --device-callbacks a report becomes an event of the latest such message",
            arguments: [("messageDeliveryEvent", "received"), ("pushStat", "opened")], ["1.3", "1.4"])
        func matched(method: (name: String, status: String), version: String) async throws {
            let scratch = try await store()
            try await scratch.serving(Serving("--device-callbacks")) { server in
                let answer = try await server.curl(
                    "/json/\(version)/\(method.name)", ["Content-Type: text/plain;charset=UTF-8"],
                    body: Self.callback("Zh"))
                #expect(answer.status == 200 && answer.pushwoosh?.code == 200, "\(answer)")
                // As it is answered it is stored.
                let rows = try await scratch.rows(of: method.status)
                #expect(rows.count == 1 && rows.first?.contains("T-NEW;D;D;\(method.status);") == true, "\(rows)")
            }
        }

        @Test("a report that matches nothing is answered as any other, and stores nothing")
        func unmatched() async throws {
            let scratch = try await store()
            try await scratch.serving(Serving("--device-callbacks")) { server in
                for body in [
                    Self.callback("other"), Self.callback("Zh", hwid: "other"), Self.callback("Zh", app: "other"),
                    #"{"request":{"application":"C90C0-0E786","hwid":"D"}}"#,
                ] {
                    let answer = try await server.curl("/json/1.3/messageDeliveryEvent", body: body)
                    #expect(answer.status == 200 && answer.pushwoosh?.code == 200, "\(body): \(answer)")
                }
                #expect(try await scratch.rows(of: "received") == [])
            }
        }

        @Test("a device that reports without end is still answered, and slowed down")
        func flood() async throws {
            let scratch = try await store()
            try await scratch.serving(Serving("--device-callbacks")) { server in
                for _ in 0..<100 {
                    let answer = try await server.curl("/json/1.3/pushStat", body: Self.callback("Zh"))
                    #expect(answer.status == 200, "\(answer)")
                }
                // One event a second at most: so an event's identity has it.
                #expect(try await scratch.rows(of: "opened").count < 60)
            }
        }

        @Test("without the option nobody's report is stored", arguments: ["messageDeliveryEvent", "pushStat"])
        func off(method: String) async throws {
            let scratch = try await store()
            try await scratch.serving { server in
                _ = try await server.curl("/json/1.3/\(method)", body: Self.callback("Zh"))
                #expect(try await scratch.exportedRows().count { $0 == UInt8(ascii: "\n") } == 7)
            }
        }
    }
}

extension Scratch {
    /// The rows of a status in the log that the store gives now.
    fileprivate func rows(of status: String) async throws -> [String] {
        String(decoding: try await exportedRows(), as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { $0.contains(";\(status);") }
    }
}
