import Testing

extension ServicePeers {
    @Suite("Requests as other clients write them", .hangGuard)
    struct ForeignRequestTests {
        @Test("both versions take any Content-Type or none, null and missing dates, unknown fields, gzip")
        func taken() async throws {
            try await serving { server, token in
                let plain = #"{"request":{"auth":"\#(token)","date":null}}"#
                for version in ["1.3", "1.4"] {
                    for headers in [
                        [], ["Content-Type: text/plain;charset=UTF-8"], ["Content-Type: application/json"],
                        ["Content-Type: application/x-www-form-urlencoded"], ["Content-Type: nonsense"],
                        ["Content-Type: application/json; charset=iso-8859-1"], ["Accept: text/html"],
                        ["Transfer-Encoding: chunked"],
                    ] {
                        let answer = try await server.curl("/json/\(version)/getTrackingLog", headers, body: plain)
                        #expect(answer.isOK, "\(version) \(headers): \(answer.status) \(answer.text)")
                        #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
                    }
                }
                for body in [
                    #"{"request":{"auth":"\#(token)"}}"#,
                    #"{"request":{"auth":"\#(token)","date":null,"extra":[1,{"a":null}]},"more":1e300}"#,
                    #" { "request" : { "date" : null , "auth" : "\#(token)" } } "#,
                ] {
                    let answer = try await server.curl("/json/1.3/getTrackingLog", body: body)
                    #expect(answer.isOK, "\(body): \(answer.text)")
                }
                try server.scratch.write(Array(plain.utf8), to: "body")
                let zipped = try await server.scratch.run("gzip", ["-c", "body"]).output
                let answer = try await server.curl("/json/1.3/getTrackingLog", ["Content-Encoding: gzip"], body: zipped)
                #expect(answer.isOK, "\(answer.text)")
            }
        }

        @Test("answers are compressed where that is asked for, and only there")
        func compressed() async throws {
            try await serving { server, token in
                let plain = try await server.curl("/v1/openapi.json")
                let zipped = try await server.curl("/v1/openapi.json", ["Accept-Encoding: gzip, deflate"])
                #expect(plain.status == 200 && plain.headers["content-encoding"] == nil)
                let coding = try #require(zipped.headers["content-encoding"])
                #expect(["gzip", "deflate"].contains(coding) && zipped.body.count < plain.body.count)
                let read = try await server.curl("/v1/openapi.json", options: ["--compressed"])
                #expect(read.body == plain.body)
                let body = #"{"request":{"auth":"\#(token)"}}"#
                let answer = try await server.curl(
                    "/json/1.3/getTrackingLog", body: body, options: ["--compressed"])
                #expect(answer.isOK, "\(answer.text)")
            }
        }

        @Test("what is not JSON in UTF-8 is HTTP 400")
        func malformed() async throws {
            try await serving { server, token in
                let good = Array(#"{"request":{"auth":"\#(token)"}}"#.utf8)
                let bodies: [[UInt8]] = [
                    [], Array("{".utf8), Array(good.dropLast()), good + Array("x".utf8), Array("nonsense".utf8), [0],
                    Array(#"{"request":{"auth":""#.utf8) + [0xFF, 0xFE] + Array(#""}}"#.utf8),
                    Array(#"{"request":{"auth":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}}"#.utf8),
                    // UTF-16, which JSON readers like to recognise.
                    [0xFF, 0xFE] + good.flatMap { [$0, 0] }, good.flatMap { [$0, 0] },
                    Array(repeating: UInt8(ascii: "["), count: 50_000),
                    Array(#"{"request":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 50_000),
                ]
                for method in ["getTrackingLog", "getResults"] {
                    for body in bodies {
                        let answer = try await server.curl("/json/1.3/\(method)", body: body)
                        let start = String(decoding: body.prefix(40), as: UTF8.self)
                        #expect(answer.status == 400, "\(method) \(start): \(answer.status) \(answer.text)")
                    }
                    let answer = try await server.curl(
                        "/json/1.3/\(method)", ["Content-Encoding: gzip"], body: good)
                    #expect(answer.status == 400, "not gzip: \(answer.status)")
                }
                #expect(try await server.curl("/healthz").status == 200)
            }
        }

        @Test("a wrong argument is 210 under HTTP 200, with a message that says which")
        func arguments() async throws {
            try await serving { server, token in
                for (method, fields, word) in [
                    ("getTrackingLog", #""date":"2017-13-45""#, "date"), ("getTrackingLog", #""date":"soon""#, "date"),
                    ("getTrackingLog", #""date":"2011-01-01""#, "2011-01-01"), ("getTrackingLog", #""date":5"#, "date"),
                    ("getTrackingLog", #""date":"2999-01-01""#, "2999-01-01"),
                    ("getResults", #""x":1"#, "request_id"), ("getResults", #""request_id":null"#, "request_id"),
                    ("getResults", #""request_id":7"#, "request_id"), ("getResults", #""request_id":"x""#, ""),
                    ("getResults", #""request_id":"2702dd59b826e4a23b2f1af24de53108""#, ""),
                ] {
                    let answer = try await server.curl(
                        "/json/1.3/\(method)", body: #"{"request":{"auth":"\#(token)",\#(fields)}}"#)
                    #expect(answer.status == 200 && answer.pushwoosh?.code == 210, "\(fields): \(answer.text)")
                    let message = answer.pushwoosh?.message ?? ""
                    #expect(!message.isEmpty && (word.isEmpty || message.contains(word)), "\(fields): \(message)")
                }
            }
        }

        private func serving(_ body: (Server, String) async throws -> Void) async throws {
            let scratch = try Scratch()
            try await scratch.makeStore()
            let token = try await scratch.token()
            try await scratch.serving { try await body($0, token) }
        }
    }
}

extension Answer {
    /// Whether it is what existing clients take for a success.
    fileprivate var isOK: Bool {
        status == 200 && pushwoosh?.code == 200 && pushwoosh?.message == "OK"
            && pushwoosh?.response?.requestID?.wholeMatch(of: /[0-9a-f]{32}/) != nil
    }
}
