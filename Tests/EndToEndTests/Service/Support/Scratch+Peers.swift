import Foundation
import Testing

extension Scratch {
    /// Runs a program of `Peers/service`, and expects it to go well.
    func peer(
        _ name: String, _ arguments: [String], input: [UInt8] = [], python: String = "python3",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Finished {
        let finished = try await run(python, [Place.peer("service/\(name).py")] + arguments, input: input)
        try #require(finished.exit == 0, "\(finished.text)\(finished.errors)", sourceLocation: sourceLocation)
        return finished
    }

    /// The same, for a program that answers in JSON.
    func peer<Answer: Decodable>(
        _ name: String, _ arguments: [String], answering: Answer.Type,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let finished = try await peer(name, arguments, sourceLocation: sourceLocation)
        return try JSONDecoder().decode(Answer.self, from: Data(finished.output))
    }
}
