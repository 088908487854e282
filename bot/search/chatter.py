"""How people write in chats: shorthand, greetings before a question, thanks behind it."""

import re

_SHORTHAND = {
    said: meant
    for pair in """
    u=you|ur=your|r=are|wtf=what|tf=what|wut=what|wat=what|wht=what|whats=what is|whos=who is
    whens=when is|wheres=where is|hows=how is|whys=why is|abt=about|bout=about|cuz=because
    coz=because|bc=because|gonna=going to|wanna=want to|gotta=have to|dont=do not|didnt=did not
    doesnt=does not|isnt=is not|arent=are not|wasnt=was not|cant=can not|wont=will not
    havent=have not|hasnt=has not|shouldnt=should not|theyre=they are|im=i am|ive=i have
    w=with|b4=before|ppl=people|govt=government|gov=government|eli5=explain|idk=|tbh=|fr=|ngl=|rn=now
    lol=|lmao=|pls=|plz=|btw=|imo=|kinda=|sorta=|smth=something|sth=something|thru=through
    ww3=world war three|wwiii=world war three|defo=|def=|prob=|rly=really|v=very|yall=you all
    c=c est|koi=quoi|kwa=quoi|keski=qu est ce qui|keske=qu est ce que|kesk=qu est ce que|ki=qui
    pk=pourquoi|pkoi=pourquoi|pq=pourquoi|pourkoi=pourquoi|jsp=|jpp=|qd=quand|ds=dans|tt=tout
    tte=toute|ts=tous|tjs=toujours|tjrs=toujours|mtn=maintenant|bcp=beaucoup|qqn=quelqu un
    qqch=quelque chose|cmt=comment|cmb=combien|cb=combien|nn=non|tkt=|mdr=|ptdr=|dsl=
    stp=|svp=|ke=que|sa=ca|ki=qui|vs=versus|cad=c est a dire|auj=aujourd hui|jamais=|genre=
    usa=united states|ricain=americain|ricains=americains|thunes=argent|thune=argent|fric=argent
    raque=paye|raquent=payent|qg=siege|nuke=nuclear weapon|nukes=nuclear weapons|chopper=helicopter
    """.replace("\n", "|").split("|")  # one string reads better than 150 pairs
    if pair.strip()
    for said, _, meant in [pair.strip().partition("=")]
}
_BEFORE = re.compile(
    r"^(?:(?:hey|hi|hello|hiya|yo|good (?:morning|evening|afternoon|day)|morning|ok|okay|so|um|uh"
    r"|well|please|all|everyone|guys|folks|team|there|quick question|question|just curious"
    r"|bonjour|bonsoir|salut|coucou|slt|bjr|hello|alors|bon|dis|dites|euh|tout le monde|wesh"
    r"|nato ?bot|bot) )+(?=\S)"
)
_BEHIND = re.compile(
    r"(?: (?:thanks|thank you|thx|ty|tysm|cheers|please|in advance|a lot|so much|merci|d avance"
    r"|beaucoup|bisous|a plus|guys|bro|bruh|dude|mate|man|lol|haha\w*|again|exactly|though|tho"
    r"|in (?:short|brief|a nutshell|a few words|simple (?:terms|words)|plain english)|briefly"
    r"|simply|en (?:bref|gros|resume|(?:quelques|deux|peu de) mots)|au juste|brievement|simplement"
    r"|vite fait))+$"
)
_TWO_WORDS = (
    (re.compile(r"\bthe un\b"), "the united nations"),
    (re.compile(r"\bthe us\b"), "the united states"),
    (re.compile(r"\bc t\b"), "c etait"),
    (re.compile(r"^y (?=(?:is|are|do|does|did|was|were|can|isnt|arent|dont)\b)"), "why "),
)
"""What is a word of its own in the other language, or no word alone."""


def spelt(plain: str) -> str:
    """Plain words without greetings and thanks, their shorthand spelt out."""
    asked = _BEHIND.sub("", _BEFORE.sub("", plain)) or plain
    for said, meant in _TWO_WORDS:
        asked = said.sub(meant, asked)
    words = [_SHORTHAND.get(word, word) for word in asked.split()]
    return " ".join(word for word in words if word) or plain
