import Testing

extension Server {
    /// Asks with `curl`.
    ///
    /// - Parameters:
    ///   - path: a path of the server's, or a whole address.
    ///   - headers: as `curl --header` takes them. There is no Content-Type but one that is given.
    ///   - body: sent with POST; nil asks with GET.
    func curl(
        _ path: String, _ headers: [String] = [], body: [UInt8]? = nil, options: [String] = []
    ) async throws -> Answer {
        var arguments = ["--silent", "--show-error", "--include", "--max-time", "3000", "--globoff"] + options
        if !headers.contains(where: { $0.lowercased().hasPrefix("content-type") }) {
            arguments += ["--header", "Content-Type:"]
        }
        for header in headers { arguments += ["--header", header] }
        if body != nil { arguments += ["--data-binary", "@-"] }
        let address = path.hasPrefix("/") ? url + path : path
        let finished = try await scratch.run("curl", arguments + [address], input: body ?? [])
        var answer = Answer(finished.output)
        // No answer at all is told apart from every status.
        if finished.exit != 0, finished.output.isEmpty { answer.status = -Int(finished.exit) }
        return answer
    }

    func curl(_ path: String, _ headers: [String] = [], body: String, options: [String] = []) async throws -> Answer {
        try await curl(path, headers, body: Array(body.utf8), options: options)
    }

    /// Asks for a log as existing clients do.
    func requestLog(
        _ token: String, date: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let date = date.map { "\"\($0)\"" } ?? "null"
        let answer = try await curl(
            "/json/1.3/getTrackingLog", body: #"{"request":{"auth":"\#(token)","date":\#(date)}}"#)
        return try #require(answer.pushwoosh?.response?.requestID, "\(answer)", sourceLocation: sourceLocation)
    }

    func results(_ token: String, _ id: String) async throws -> Answer {
        try await curl("/json/1.3/getResults", body: #"{"request":{"auth":"\#(token)","request_id":"\#(id)"}}"#)
    }

    /// Polls until a log is there, and gives its link.
    func link(
        _ token: String, _ id: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var answer: Answer?
        for _ in 0..<60_000 {
            answer = try await results(token, id)
            guard answer?.pushwoosh?.code == 420 else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try #require(
            answer?.pushwoosh?.response?.fileName, "\(String(describing: answer?.text))", sourceLocation: sourceLocation
        )
    }
}
