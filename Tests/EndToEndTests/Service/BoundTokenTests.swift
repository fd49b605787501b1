import Foundation
import Testing

extension ServicePeers {
    @Suite("A token bound to an app, and jobs of others", .hangGuard)
    struct BoundTokenTests {
        @Test("it sees its app's rows and no others")
        func rows() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1000)
            let apps = try scratch.apps()
            try #require(apps.count > 1)
            let token = try await scratch.token("--app", apps[0])
            let nobodys = try await scratch.token("--app", "00000-00000")
            try await scratch.serving { server in
                let bound = try await server.rows(token)
                #expect(try await bound == scratch.exportedRows(["--app", apps[0]]))
                #expect(String(decoding: bound, as: UTF8.self).contains(apps[0]))
                for other in apps.dropFirst() {
                    #expect(!String(decoding: bound, as: UTF8.self).contains(";\(other);"))
                }
                #expect(try await server.rows(nobodys) == scratch.exportedRows(["--app", "00000-00000"]))
            }
        }

        @Test("it records its app's events and no others")
        func events() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 1)
            let token = try await scratch.token("--app", "AAAAA-AAAAA")
            let time = Date(timeIntervalSinceNow: -60).formatted(.iso8601)
            let lines = ["AAAAA-AAAAA", "BBBBB-BBBBB"].map {
                #"{"timestamp":"\#(time)","tracking_code":"T-\#($0)","hwid":"h","status":"created","app_code":"\#($0)"}"#
            }
            try await scratch.serving { server in
                let answer = try await server.curl(
                    "/v1/events", ["Authorization: Bearer \(token)"], body: lines.joined(separator: "\n"))
                #expect(answer.status == 200 && answer["accepted"] as? Int == 1, "\(answer)")
                let rejected = answer["rejected"] as? [[String: Any]]
                #expect(rejected?.map { $0["line"] as? Int } == [2], "\(answer.text)")
            }
            #expect(try await !String(decoding: scratch.exportedRows(), as: UTF8.self).contains("BBBBB"))
        }

        @Test("a job is shown only to the token that asked for it")
        func foreignJobs() async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let (asking, other) = (try await scratch.token(), try await scratch.token(scopes: ["export"]))
            let bound = try await scratch.token("--app", scratch.apps()[0])
            try await scratch.serving { server in
                let id = try await server.requestLog(asking)
                let link = try await server.link(asking, id)
                for foreign in [other, bound] {
                    let answer = try await server.results(foreign, id)
                    #expect(answer.status == 200 && answer.pushwoosh?.code == 210, "\(answer.text)")
                    let header = ["Authorization: Bearer \(foreign)"]
                    #expect(try await server.curl("/v1/jobs/\(id)", header).isProblem(404))
                    let list = try await server.curl("/v1/jobs", header)
                    #expect(list.status == 200 && !list.text.contains(id))
                }
                let own = try await server.curl("/v1/jobs/\(id)", ["Authorization: Bearer \(asking)"])
                #expect(own.status == 200 && own["state"] as? String == "done", "\(own)")
                #expect(try await server.curl(link).status == 200)
            }
        }
    }
}

extension Server {
    /// The rows of a log that a token asks for.
    fileprivate func rows(_ token: String) async throws -> [UInt8] {
        let answer = try await curl(link(token, requestLog(token)))
        try #require(answer.status == 200)
        try scratch.write(answer.body, to: "log.zip")
        return try await scratch.log(in: "log.zip")
    }
}
