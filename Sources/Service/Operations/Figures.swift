extension Double {
    /// The number rounded to some decimal places.
    func rounded(toPlaces places: Int) -> Double {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        return (self * factor).rounded() / factor
    }
}

extension Duration {
    /// The duration in seconds, to the millisecond.
    var inSeconds: Double { (self / .seconds(1)).rounded(toPlaces: 3) }
}
