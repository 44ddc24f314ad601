//! Where the index cannot be written, on a full disk or in a closed cache, a reader has everything all the same.

use std::ffi::OsString;
use std::fs;
use std::ops::ControlFlow;

use inkstone::article::Reading;
use inkstone::files::Source;
use inkstone::store::Index;
use inkstone::work::{Update, Updated, update};

use crate::harness::collection::Home;
use crate::harness::terminal::{ENTER, ESC, Terminal};

/// What the list of problems says of an index that cannot be.
const UNWRITABLE: &str = "无法为此文集建立索引";

/// Adds so many articles of about six kilobytes, older than all others.
fn many(home: &Home, count: usize) {
    for number in 0..count {
        let body = format!("<p>【{number}】{}</p>", "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。".repeat(100));
        let file = home.article("其余", "源己", &format!("其{number:03}"), 1, &body);
        let old = fs::read_to_string(&file).unwrap().replace("date: 2021", "date: 2011");
        fs::write(file, old).unwrap();
    }
}

/// The program where files can have so many kilobytes at most.
fn limited(home: &Home, kilobytes: usize) -> Terminal {
    // The unit of the limit is half a kilobyte.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kilobytes * 2);
    let mut command: Vec<OsString> = ["sh", "-c", &script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    command.push(home.posts().into_os_string());
    Terminal::spawn(home, command, 120, 40)
}

/// Everything a reader does works, and it is told that there is no index.
#[track_caller]
fn all_works_without_an_index(program: &mut Terminal, articles: usize) {
    program.shows_all_titles().shows(&format!("1/{articles}"));
    // The index is written beside the list, so that its failure may come later than the articles.
    for _ in 0..100 {
        program.send("!").wait(200);
        if program.screen().contains(UNWRITABLE) {
            break;
        }
    }
    program.shows(UNWRITABLE).send(ESC).hides(UNWRITABLE);
    program.send("/牧童遥指").shows("杏花村").hides("鲲鹏志").shows("牧童遥指杏花村");
    program.send(ENTER).send(ENTER).shows("借问酒家何处有").send("qx").shows_all_titles();
    program.send("gg").send(ENTER).shows("北冥有鱼").send("q").shows("轻舟记");
    // Another walk finds it as it was.
    program.send("R").shows(&format!("{articles} 篇")).shows_all_titles();
    program.quit();
}

#[test]
fn a_full_disk_leaves_everything_to_read() {
    for kilobytes in [16, 128, 1024] {
        let home = Home::seed();
        many(&home, 400);
        all_works_without_an_index(&mut limited(&home, kilobytes), 405);
        // There is room again.
        let mut program = home.start(120, 40);
        program.shows("1/405").send("/牧童遥指").hides("鲲鹏志").shows("杏花村");
        // No sign of a problem on a screen that may still change.
        assert!(!program.screen().contains('!'), "{}", program.screen());
    }
}

#[test]
fn a_file_in_the_place_of_the_cache_leaves_everything_to_read() {
    let home = Home::seed();
    fs::write(home.path("cache"), "a file where the folder should be").unwrap();
    all_works_without_an_index(&mut home.start(120, 40), 5);
    assert_eq!(fs::read_to_string(home.path("cache")).unwrap(), "a file where the folder should be");
}

#[test]
fn a_folder_in_the_place_of_the_catalogue_makes_way() {
    let home = Home::seed();
    let root = home.posts();
    let catalogue = Index::place(&home.path("cache"), &root).join("catalogue.db");
    fs::create_dir_all(catalogue.join("inner")).unwrap();
    let mut program = home.start(120, 40);
    program.send("/牧童遥指").shows("杏花村").hides("鲲鹏志").shows("牧童遥指杏花村");
    program.send(ENTER).send(ENTER).shows("借问酒家何处有");
    assert!(catalogue.is_file());
    program.send("q").quit();
}

fn index(home: &Home) -> (Index, Updated) {
    let source = Source::folder(home.posts());
    update(&Update::new(&source, &Reading::default(), &home.path("cache")), &mut |_| ControlFlow::Continue(())).unwrap()
}

/// Long articles, other ones each round.
fn long_ones(home: &Home, round: usize, count: usize) {
    for number in 0..count {
        home.article("长", "源", &format!("{number}"), 1, &format!("{} {round} {number}。", "字".repeat(20_000)));
    }
}

#[test]
fn what_cannot_be_compacted_is_right_all_the_same() {
    let home = Home::seed();
    long_ones(&home, 0, 60);
    let (old, _) = index(&home);
    let mut names = fs::read_dir(old.dir()).unwrap().map(|entry| entry.unwrap().path().display().to_string());
    let texts = names.find(|name| name.contains("texts-")).unwrap();
    // Where the next file of texts would be.
    fs::create_dir(format!("{}-2", texts.strip_suffix("-1").unwrap())).unwrap();
    long_ones(&home, 1, 50);
    let (index, updated) = index(&home);
    assert_eq!((updated.whole, updated.tally.changed), (true, 50));
    // The premise of this test, not its result.
    assert!(index.size().unwrap().dead > 1 << 20, "there was nothing to compact");
    let texts = index.texts().unwrap();
    let mut right = 0;
    let each = index.each(&mut |row| {
        let number = row.path.file_stem().and_then(|name| name.to_str()?.parse::<usize>().ok());
        let told = number.map(|number| format!(" {} {number}。", usize::from(number < 50)));
        right += usize::from(told.is_some_and(|told| texts.text(i64::from(row.record.row)).contains(&told)));
        true
    });
    assert_eq!((each, right), (Ok(()), 60));
}
