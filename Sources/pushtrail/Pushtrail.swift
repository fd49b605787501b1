import ArgumentParser

@main
struct Pushtrail: AsyncParsableCommand {}
