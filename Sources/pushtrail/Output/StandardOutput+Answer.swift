import Durability
import Presentation

extension StandardOutput {
    /// Writes an answer, piece by piece: as JSON, or for people.
    static func write(_ answer: some Answer, asJSON: Bool) throws(FileError) {
        if asJSON {
            try write(answer, JSONFormat())
        } else {
            try write(answer, TextFormat(isColored: Terminal.standardOutput.usesColor))
        }
    }

    private static func write(_ answer: some Answer, _ format: some AnswerFormat) throws(FileError) {
        var output = try Output(.standardOutput)
        try format.write(answer) { (text: String) throws(FileError) in try output.write(text) }
        try output.finish()
    }
}
