import Durability
import Presentation

extension Terminal {
    /// Text as this terminal shows it best; plain, and as wide as a page, where it is none.
    var textFormat: TextFormat {
        isTerminal ? TextFormat(isColored: usesColor, width: width, drawsBars: showsUTF8) : TextFormat()
    }
}

extension StandardOutput {
    /// Writes an answer, piece by piece: as JSON, or for people.
    static func write(_ answer: some Answer, asJSON: Bool) throws(FileError) {
        if asJSON {
            try write(answer, JSONFormat())
        } else {
            try write(answer, Terminal.standardOutput.textFormat)
        }
    }

    private static func write(_ answer: some Answer, _ format: some AnswerFormat) throws(FileError) {
        // Opened with the first text: an answer with nothing to show needs no output.
        var output: Output?
        try format.write(answer) { (text: String) throws(FileError) in
            if output == nil { output = try Output(.standardOutput) }
            try output?.write(text)
        }
        try output.take()?.finish()
    }
}
